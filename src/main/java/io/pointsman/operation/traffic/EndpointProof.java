package io.pointsman.operation.traffic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whether the EndpointSlices of a Service hold exactly the pods that a route means.
 *
 * <p>Proven: for each address family of the Service and each of its ports, the ready endpoints, by pod uid and over all
 * slices, are exactly the ready, living pods that the route selects, and there is at least one. A pod that lacks a named
 * target port is "ready" in a slice without ports (the EndpointSlice controller's way): it is named as the trouble. What
 * this cannot say is whether every node has programmed the endpoints yet.
 *
 * @param ready pods that are ready endpoints on every family and port
 * @param expected pods that should be
 * @param troubles what differs, for a person; empty when proven
 */
public record EndpointProof(int ready, int expected, List<String> troubles) {
    private static final int NAMED = 3;

    public EndpointProof {
        troubles = List.copyOf(troubles);
    }

    public boolean proven() {
        return troubles.isEmpty();
    }

    /** Holds what the slices say against what the pods say. */
    public static EndpointProof of(Routing routing, Map<String, String> route) {
        List<PodView> expected =
                routing.behind(route).stream().filter(PodView::serving).toList();
        Map<String, String> names = new TreeMap<>();
        routing.pods().forEach(p -> names.put(p.uid(), p.name()));
        Set<String> wanted = expected.stream().map(PodView::uid).collect(Collectors.toSet());
        Set<String> everywhere = new HashSet<>(wanted);
        List<String> troubles = new ArrayList<>();
        if (wanted.isEmpty()) {
            troubles.add("no pod with " + shown(route) + " is ready");
        }
        for (String family : routing.service().ipFamilies()) {
            for (ServiceView.Port port : routing.service().ports()) {
                Set<String> found = readyUids(routing.slices(), family, port);
                everywhere.retainAll(found);
                if (!found.equals(wanted)) {
                    troubles.addAll(differences(expected, found, port, family, names));
                }
            }
        }
        return new EndpointProof(everywhere.size(), wanted.size(), troubles);
    }

    private static Set<String> readyUids(List<SliceView> slices, String family, ServiceView.Port port) {
        return slices.stream()
                .filter(s -> s.addressType().equals(family) && s.serves(port))
                .flatMap(s -> s.endpoints().stream())
                .filter(SliceView.Endpoint::ready)
                .map(e -> e.targetUid().orElse("address " + e.address()))
                .collect(Collectors.toSet());
    }

    private static List<String> differences(
            List<PodView> expected,
            Set<String> found,
            ServiceView.Port port,
            String family,
            Map<String, String> names) {
        List<String> out = new ArrayList<>();
        List<PodView> missing =
                expected.stream().filter(p -> !found.contains(p.uid())).toList();
        List<String> unnamed = missing.stream()
                .filter(p -> port.targetName().isPresent()
                        && !p.portNames().contains(port.targetName().get()))
                .map(PodView::name)
                .toList();
        if (!unnamed.isEmpty()) {
            out.add("no container port is named " + port.targetPort() + " in " + few(unnamed));
        } else if (!missing.isEmpty()) {
            out.add(few(missing.stream().map(PodView::name).toList()) + " not yet in the " + family
                    + " EndpointSlices for " + port.shown());
        }
        Set<String> uids = expected.stream().map(PodView::uid).collect(Collectors.toSet());
        List<String> extra = found.stream()
                .filter(uid -> !uids.contains(uid))
                .map(uid -> names.getOrDefault(uid, uid))
                .sorted()
                .toList();
        if (!extra.isEmpty()) {
            out.add(few(extra) + " still in the " + family + " EndpointSlices for " + port.shown());
        }
        return out;
    }

    private static String few(List<String> names) {
        return names.size() <= NAMED
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, NAMED)) + " and " + (names.size() - NAMED) + " more";
    }

    private static String shown(Map<String, String> route) {
        return new TreeMap<>(route)
                .entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining(","));
    }
}
