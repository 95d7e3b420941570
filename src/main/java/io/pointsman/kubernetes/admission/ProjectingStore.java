package io.pointsman.kubernetes.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps of each object that an informer sees only what rules read. What the informer asks back is a skeleton with the
 * object's name and version.
 *
 * @param <P> what is kept of an object
 */
final class ProjectingStore<P> implements ItemStore<GenericKubernetesResource> {
    /** Told of every change, in order. */
    interface Listener<P> {
        /** @param before null for a new one; @param after null for one that is gone */
        void changed(@Nullable P before, @Nullable P after);
    }

    private record Kept<P>(String namespace, String name, String uid, String resourceVersion, P projection) {}

    private final ConcurrentMap<String, Kept<P>> kept = new ConcurrentHashMap<>();
    private final Function<GenericKubernetesResource, ObjectNode> json;
    private final Function<ObjectNode, P> projection;
    private final Listener<P> listener;

    ProjectingStore(
            Function<GenericKubernetesResource, ObjectNode> json,
            Function<ObjectNode, P> projection,
            Listener<P> listener) {
        this.json = json;
        this.projection = projection;
        this.listener = listener;
    }

    @Override
    public String getKey(GenericKubernetesResource object) {
        return Cache.metaNamespaceKeyFunc(object);
    }

    @Override
    public synchronized @Nullable GenericKubernetesResource put(String key, GenericKubernetesResource object) {
        ObjectMeta metadata = object.getMetadata();
        Kept<P> next = new Kept<>(
                metadata.getNamespace() == null ? "" : metadata.getNamespace(),
                metadata.getName(),
                metadata.getUid(),
                metadata.getResourceVersion(),
                projection.apply(json.apply(object)));
        Kept<P> before = kept.put(key, next);
        listener.changed(before == null ? null : before.projection(), next.projection());
        return skeleton(before);
    }

    @Override
    public synchronized @Nullable GenericKubernetesResource remove(String key) {
        Kept<P> before = kept.remove(key);
        if (before != null) {
            listener.changed(before.projection(), null);
        }
        return skeleton(before);
    }

    @Override
    public Stream<String> keySet() {
        return kept.keySet().stream();
    }

    @Override
    public Stream<GenericKubernetesResource> values() {
        return kept.values().stream().map(ProjectingStore::made);
    }

    @Override
    public int size() {
        return kept.size();
    }

    @Override
    public @Nullable GenericKubernetesResource get(String key) {
        return skeleton(kept.get(key));
    }

    @Override
    public boolean isFullState() {
        return false;
    }

    private static <P> @Nullable GenericKubernetesResource skeleton(@Nullable Kept<P> kept) {
        return kept == null ? null : made(kept);
    }

    private static <P> GenericKubernetesResource made(Kept<P> kept) {
        GenericKubernetesResource skeleton = new GenericKubernetesResource();
        skeleton.setMetadata(new ObjectMetaBuilder()
                .withNamespace(kept.namespace().isEmpty() ? null : kept.namespace())
                .withName(kept.name())
                .withUid(kept.uid())
                .withResourceVersion(kept.resourceVersion())
                .build());
        return skeleton;
    }
}
