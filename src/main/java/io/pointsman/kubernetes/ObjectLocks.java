package io.pointsman.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.pointsman.operation.Applied;
import io.pointsman.operation.Holder;
import io.pointsman.operation.ObjectRef;
import io.pointsman.operation.OperationRef;
import io.pointsman.operation.swap.SwapStatus;
import io.pointsman.workload.Annotations;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/**
 * The lock: an annotation on the object names the operation, the operation's status names the object. Where the two
 * disagree, or the operation is gone or finished, nobody holds it. Both writes are compare-and-set, so of two operations
 * that see an object free exactly one takes it.
 */
@ApplicationScoped
public class ObjectLocks {
    private final KubernetesClient client;

    ObjectLocks(KubernetesClient client) {
        this.client = client;
    }

    /** Who holds {@code target}, which carries {@code annotations}, as {@code self} sees it. */
    public Holder holder(OperationRef self, ObjectRef target, Map<String, String> annotations) {
        String heldBy = annotations.get(Annotations.HELD_BY);
        if (heldBy == null) {
            return new Holder.Free();
        }
        if (heldBy.equals(self.heldBy())) {
            return new Holder.Ours();
        }
        return OperationRef.parse(target.namespace(), heldBy)
                .flatMap(other -> livePhase(other, target).<Holder>map(phase -> new Holder.Other(other, phase)))
                .orElseGet(Holder.Free::new);
    }

    /** The phase of that operation, if it is live and names the object back. */
    private Optional<String> livePhase(OperationRef operation, ObjectRef target) {
        return switch (operation.kind()) {
            case Kinds.BLUE_GREEN_SWAP ->
                Optional.ofNullable(client.resources(BlueGreenSwap.class)
                                .inNamespace(operation.namespace())
                                .withName(operation.name())
                                .get())
                        .filter(swap -> swap.getMetadata().getUid().equals(operation.uid()) && swap.getStatus() != null)
                        .map(BlueGreenSwap::getStatus)
                        .filter(status -> !status.finished() && names(status, target))
                        .map(status -> String.valueOf(status.phase()));
            case Kinds.PACED_ROLLOUT ->
                Optional.ofNullable(client.resources(PacedRollout.class)
                                .inNamespace(operation.namespace())
                                .withName(operation.name())
                                .get())
                        .filter(pace -> pace.getMetadata().getUid().equals(operation.uid()) && pace.getStatus() != null)
                        .map(PacedRollout::getStatus)
                        .filter(status -> !status.finished()
                                && status.target() != null
                                && status.target().uid().equals(target.uid()))
                        .map(status -> String.valueOf(status.phase()));
            default -> Optional.empty();
        };
    }

    private static boolean names(SwapStatus status, ObjectRef target) {
        return status.services().stream().anyMatch(s -> target.uid().equals(s.uid()));
    }

    /** Takes the object, if it is still at that resourceVersion. */
    public Applied take(Resource<? extends HasMetadata> object, String resourceVersion, OperationRef self) {
        return Writes.mergePatch(
                object, Writes.annotation(resourceVersion, Annotations.HELD_BY, Optional.of(self.heldBy())));
    }

    /** Gives the object free, if it is still held by {@code self}. */
    public Applied release(Resource<? extends HasMetadata> object, OperationRef self) {
        String path = "/metadata/annotations/"
                + Annotations.HELD_BY.replace("~", "~0").replace("/", "~1");
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        patch.addObject().put("op", "test").put("path", path).put("value", self.heldBy());
        patch.addObject().put("op", "remove").put("path", path);
        return Writes.jsonPatch(object, patch);
    }
}
