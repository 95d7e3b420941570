package io.pointsman.kubernetes.pace;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Watches everything that happens to one Deployment and its pods, and remembers the extremes. */
final class Witness implements AutoCloseable {
    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
    private final Map<String, Integer> sizes = new TreeMap<>();
    private final Map<String, Boolean> readiness = new TreeMap<>();
    private final Map<String, List<Integer>> history = new TreeMap<>();
    private final Set<String> earlier = new TreeSet<>();
    private int mostPods;
    private int fewestReady = Integer.MAX_VALUE;
    private int fewestAvailable = Integer.MAX_VALUE;

    Witness(KubernetesClient client, String namespace, String app) {
        client.apps().replicaSets().inNamespace(namespace).withLabel("app", app).list().getItems().stream()
                .map(set -> set.getMetadata().getName())
                .forEach(earlier::add);
        informers.add(client.apps()
                .replicaSets()
                .inNamespace(namespace)
                .withLabel("app", app)
                .inform(each(this::set)));
        informers.add(client.pods().inNamespace(namespace).withLabel("app", app).inform(each(this::pod)));
        informers.add(
                client.apps().deployments().inNamespace(namespace).withName(app).inform(each(this::deployment)));
    }

    private static <T> ResourceEventHandler<T> each(BiConsumer<T, Boolean> seen) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                seen.accept(object, true);
            }

            @Override
            public void onUpdate(T before, T after) {
                seen.accept(after, true);
            }

            @Override
            public void onDelete(T object, boolean unknown) {
                seen.accept(object, false);
            }
        };
    }

    private synchronized void set(ReplicaSet set, boolean there) {
        String name = set.getMetadata().getName();
        int replicas = there ? set.getSpec().getReplicas() : 0;
        sizes.put(name, replicas);
        List<Integer> all = history.computeIfAbsent(name, n -> new ArrayList<>());
        if (all.isEmpty() || all.getLast() != replicas) {
            all.add(replicas);
        }
        mostPods = Math.max(
                mostPods, sizes.values().stream().mapToInt(Integer::intValue).sum());
    }

    private synchronized void pod(Pod pod, boolean there) {
        boolean ready = there
                && pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(c ->
                                c.getType().equals("Ready") && c.getStatus().equals("True"));
        Boolean before = readiness.put(pod.getMetadata().getName(), ready);
        if (!Boolean.valueOf(ready).equals(before) && !ready && Boolean.TRUE.equals(before)) {
            fewestReady = Math.min(fewestReady, (int)
                    readiness.values().stream().filter(r -> r).count());
        }
    }

    private synchronized void deployment(Deployment deployment, boolean there) {
        Integer available = deployment.getStatus().getAvailableReplicas();
        fewestAvailable = Math.min(fewestAvailable, available == null ? 0 : available);
    }

    /** The sizes that the ReplicaSet went through which was not there when the watching began. */
    synchronized List<Integer> sizesOfTheNewOne() {
        return history.entrySet().stream()
                .filter(h -> !earlier.contains(h.getKey()))
                .map(h -> List.copyOf(h.getValue()))
                .findFirst()
                .orElse(List.of());
    }

    synchronized int mostPods() {
        return mostPods;
    }

    synchronized int fewestReady() {
        return fewestReady;
    }

    synchronized int fewestAvailable() {
        return fewestAvailable;
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::close);
    }
}
