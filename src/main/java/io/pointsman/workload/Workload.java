package io.pointsman.workload;

import java.util.Map;
import java.util.Optional;

/** What makes pods from a template and replaces them when it changes. */
public sealed interface Workload extends ApiObject permits Deployment, StatefulSet, DaemonSet {
    LabelSelector selector();

    PodTemplate template();

    int minReadySeconds();

    int revisionHistoryLimit();

    /** Whether its last rollout is not complete, as far as its status tells. */
    boolean rolling();

    /** The same workload with the template of another revision. */
    Workload withTemplate(PodTemplate template);

    /** The same workload at another size; empty for one whose size is that of the cluster. */
    default Optional<Workload> scaledTo(int replicas) {
        return switch (this) {
            case Deployment deployment -> Optional.of(deployment.withReplicas(replicas));
            case StatefulSet set -> Optional.of(set.withReplicas(replicas));
            case DaemonSet set -> Optional.empty();
        };
    }

    /** The labels that its pods carry. */
    default Map<String, String> podLabels() {
        return template().labels();
    }
}
