package io.pointsman.kubernetes.admission;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the objects whose selector may match given labels without looking at all of them: each is filed under one label of
 * its selector, the one with the fewest others, and those without labels in their selector under their namespace.
 *
 * @param <T> an object with a selector
 */
final class SelectorIndex<T> {
    private record Place(String namespace, String key, String value) {}

    private final Function<T, String> namespace;
    private final Function<T, Map<String, String>> selector;
    private final Map<Place, Set<T>> filed = new HashMap<>();
    private final Map<T, Place> places = new HashMap<>();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    SelectorIndex(Function<T, String> namespace, Function<T, Map<String, String>> selector) {
        this.namespace = namespace;
        this.selector = selector;
    }

    void change(@Nullable T before, @Nullable T after) {
        lock.writeLock().lock();
        try {
            if (before != null) {
                Place place = places.remove(before);
                Set<T> there = place == null ? null : filed.get(place);
                if (there != null && there.remove(before) && there.isEmpty()) {
                    filed.remove(place);
                }
            }
            if (after != null) {
                Place place = place(after);
                places.put(after, place);
                filed.computeIfAbsent(place, p -> new LinkedHashSet<>()).add(after);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** All objects of the namespace that can match; whether they do is for the caller to see. */
    List<T> candidates(String inNamespace, Map<String, String> labels) {
        lock.readLock().lock();
        try {
            List<T> found = new ArrayList<>(filed.getOrDefault(new Place(inNamespace, "", ""), Set.of()));
            labels.forEach(
                    (key, value) -> found.addAll(filed.getOrDefault(new Place(inNamespace, key, value), Set.of())));
            return found;
        } finally {
            lock.readLock().unlock();
        }
    }

    private Place place(T object) {
        String in = namespace.apply(object);
        Place best = new Place(in, "", "");
        int fewest = Integer.MAX_VALUE;
        for (Map.Entry<String, String> label : selector.apply(object).entrySet()) {
            Place place = new Place(in, label.getKey(), label.getValue());
            int there = filed.getOrDefault(place, Set.of()).size();
            if (there < fewest) {
                fewest = there;
                best = place;
            }
        }
        return best;
    }
}
