package io.pointsman.operation.pace;

import io.pointsman.operation.Holder;
import io.pointsman.operation.OperationRef;
import java.util.Optional;

/**
 * What a paced rollout sees of the cluster at one moment.
 *
 * @param requestedBy who asked for the operation, as stamped at admission; empty when there is no stamp
 * @param target the workload; empty when there is none of that name
 */
public record PaceObservation(OperationRef self, Optional<String> requestedBy, long generation, Optional<Seen> target) {
    /** The workload, who holds it, and how far its pods have been replaced. */
    public record Seen(DeploymentState deployment, Holder holder, Rollout rollout) {}
}
