package io.pointsman.policy.rule;

import io.pointsman.policy.Surroundings;
import io.pointsman.workload.Autoscaler;
import io.pointsman.workload.DaemonSet;
import io.pointsman.workload.Deployment;
import io.pointsman.workload.StatefulSet;
import io.pointsman.workload.Workload;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How many pods a workload may have: what its spec says, or what its autoscaler may make of it. One that stands at 0 is
 * switched off, for the autoscaler as well.
 *
 * @param least with an autoscaler its minimum
 * @param most with an autoscaler its maximum
 */
record Sizes(int least, int now, int most) {
    /** Empty for a DaemonSet, whose size is that of the cluster. */
    static Optional<Sizes> of(Workload workload, Surroundings surroundings) {
        return of(workload, surroundings.autoscalerOf(workload));
    }

    static Optional<Sizes> of(Workload workload, Optional<Autoscaler> autoscaler) {
        OptionalInt replicas = replicas(workload);
        if (replicas.isEmpty()) {
            return Optional.empty();
        }
        int now = replicas.getAsInt();
        return Optional.of(autoscaler
                .filter(scaler -> now > 0)
                .map(scaler -> new Sizes(
                        scaler.minReplicas(),
                        Math.clamp(now, scaler.minReplicas(), Math.max(scaler.minReplicas(), scaler.maxReplicas())),
                        scaler.maxReplicas()))
                .orElse(new Sizes(now, now, now)));
    }

    static OptionalInt replicas(Workload workload) {
        return switch (workload) {
            case Deployment deployment -> OptionalInt.of(deployment.replicas());
            case StatefulSet set -> OptionalInt.of(set.replicas());
            case DaemonSet set -> OptionalInt.empty();
        };
    }

    Sizes plus(Sizes other) {
        return new Sizes(least + other.least, now + other.now, most + other.most);
    }
}
