package io.pointsman.kubernetes.admission;

import io.pointsman.workload.Kind;
import io.pointsman.workload.LabelSelector;
import io.pointsman.workload.Workload;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** Finds workloads by name, and by the labels of their pods without looking at all of them. */
final class WorkloadIndex {
    private record Key(Kind kind, String namespace, String name) {
        static Key of(Workload workload) {
            return new Key(
                    workload.kind(),
                    workload.metadata().namespace(),
                    workload.metadata().name());
        }
    }

    private record Label(String namespace, String key, String value) {}

    private final Map<Key, Workload> all = new HashMap<>();
    private final Map<String, Map<Key, Workload>> byNamespace = new HashMap<>();
    private final Map<Label, Map<Key, Workload>> byLabel = new HashMap<>();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    void change(@Nullable Workload before, @Nullable Workload after) {
        lock.writeLock().lock();
        try {
            if (before != null) {
                Key key = Key.of(before);
                all.remove(key);
                take(byNamespace, key.namespace(), key);
                before.podLabels().forEach((k, v) -> take(byLabel, new Label(key.namespace(), k, v), key));
            }
            if (after != null) {
                Key key = Key.of(after);
                all.put(key, after);
                put(byNamespace, key.namespace(), key, after);
                after.podLabels().forEach((k, v) -> put(byLabel, new Label(key.namespace(), k, v), key, after));
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private static <K> void take(Map<K, Map<Key, Workload>> index, K place, Key key) {
        index.computeIfPresent(place, (p, there) -> {
            there.remove(key);
            return there.isEmpty() ? null : there;
        });
    }

    private static <K> void put(Map<K, Map<Key, Workload>> index, K place, Key key, Workload workload) {
        index.computeIfAbsent(place, p -> new HashMap<>()).put(key, workload);
    }

    Optional<Workload> get(Kind kind, String namespace, String name) {
        lock.readLock().lock();
        try {
            return Optional.ofNullable(all.get(new Key(kind, namespace, name)));
        } finally {
            lock.readLock().unlock();
        }
    }

    List<Workload> selected(String namespace, LabelSelector selector) {
        lock.readLock().lock();
        try {
            return fewest(namespace, selector).stream()
                    .filter(workload -> selector.matches(workload.podLabels()))
                    .toList();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** The workloads that carry the rarest of the selector's labels. */
    private Collection<Workload> fewest(String namespace, LabelSelector selector) {
        Map<Key, Workload> fewest = byNamespace.getOrDefault(namespace, Map.of());
        for (Map.Entry<String, String> label : selector.labels().entrySet()) {
            Map<Key, Workload> carrying =
                    byLabel.getOrDefault(new Label(namespace, label.getKey(), label.getValue()), Map.of());
            if (carrying.size() < fewest.size()) {
                fewest = carrying;
            }
        }
        return fewest.values();
    }
}
