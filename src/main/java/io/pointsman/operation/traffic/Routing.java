package io.pointsman.operation.traffic;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What stands behind one Service at one moment.
 *
 * @param pods the pods that match the selector without its color, of every color
 * @param colors the colors that exist: of these pods, and of the pod templates of workloads that match likewise
 */
public record Routing(
        ServiceView service, String colorLabel, List<PodView> pods, List<SliceView> slices, SortedSet<String> colors) {
    public Routing {
        pods = List.copyOf(pods);
        slices = List.copyOf(slices);
        colors = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(colors));
    }

    /** The color that gets the traffic now; empty where the Service does not select by color. */
    public Optional<String> live() {
        return Optional.ofNullable(service.selector().get(colorLabel));
    }

    /** The route that sends all traffic to {@code color}. */
    public SortedMap<String, String> routeTo(String color) {
        SortedMap<String, String> route = new TreeMap<>(service.selector());
        route.put(colorLabel, color);
        return route;
    }

    /** The pods that a route reaches. */
    public List<PodView> behind(Map<String, String> route) {
        return pods.stream().filter(p -> p.matches(route)).toList();
    }

    /** How many pods of a route serve. */
    public int serving(Map<String, String> route) {
        return (int) behind(route).stream().filter(PodView::serving).count();
    }

    /** How many pods of a route are there to stay, ready or not. */
    public int living(Map<String, String> route) {
        return (int) behind(route).stream().filter(PodView::living).count();
    }
}
