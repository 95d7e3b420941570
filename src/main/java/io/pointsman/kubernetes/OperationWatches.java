package io.pointsman.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.pointsman.operation.OperationRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Watches just what a live operation waits for, and calls back at each change; nothing is kept once it has ended. Events
 * only say "look again": decisions rest on what is read live.
 */
public final class OperationWatches {
    private final Map<OperationRef, List<SharedIndexInformer<?>>> running = new ConcurrentHashMap<>();
    private final Consumer<OperationRef> changed;

    public OperationWatches(Consumer<OperationRef> changed) {
        this.changed = changed;
    }

    /** Starts watching for {@code operation}; anew when there is more or less to watch than before. Returns before the watches are synced. */
    public void start(OperationRef operation, Supplier<List<Informable<? extends HasMetadata>>> what) {
        running.compute(operation, (o, before) -> {
            List<Informable<? extends HasMetadata>> wanted = what.get();
            if (before != null && before.size() == wanted.size()) {
                return before;
            }
            if (before != null) {
                before.forEach(SharedIndexInformer::stop);
            }
            List<SharedIndexInformer<?>> informers = new ArrayList<>();
            wanted.forEach(i -> informers.add(begin(o, i)));
            return informers;
        });
    }

    private <T extends HasMetadata> SharedIndexInformer<T> begin(OperationRef operation, Informable<T> what) {
        SharedIndexInformer<T> informer = what.runnableInformer(0);
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                changed.accept(operation);
            }

            @Override
            public void onUpdate(T before, T after) {
                changed.accept(operation);
            }

            @Override
            public void onDelete(T object, boolean unknown) {
                changed.accept(operation);
            }
        });
        informer.exceptionHandler((started, failure) -> true);
        informer.start();
        return informer;
    }

    /** Stops watching for {@code operation}. */
    public void stop(OperationRef operation) {
        List<SharedIndexInformer<?>> informers = running.remove(operation);
        if (informers != null) {
            informers.forEach(SharedIndexInformer::stop);
        }
    }

    /** Stops watching for every operation of that name but {@code live}: it was deleted, or made anew. */
    public void stopOthers(String namespace, String name, String liveUid) {
        running.keySet().stream()
                .filter(o -> o.namespace().equals(namespace)
                        && o.name().equals(name)
                        && !o.uid().equals(liveUid))
                .forEach(this::stop);
    }

    /** How many operations are watched for. */
    public int size() {
        return running.size();
    }
}
