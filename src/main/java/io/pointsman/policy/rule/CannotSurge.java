package io.pointsman.policy.rule;

import io.pointsman.policy.Scene;
import io.pointsman.workload.Deployment;
import io.pointsman.workload.Workload;
import java.util.Set;

/** Where no new pod can start beside the old ones, whatever the settings. */
final class CannotSurge {
    private static final Set<String> SEVERAL = Set.of("ReadWriteMany", "ReadOnlyMany");

    private CannotSurge() {}

    /** Whether the pods share a volume for one writer. True as well for a claim that is not known (yet): the benefit of the doubt. */
    static boolean sharesOneWriterVolume(Workload workload, Scene scene) {
        return workload.template().sharedClaims().stream()
                .anyMatch(claim -> scene.surroundings()
                        .accessModes(workload.metadata().namespace(), claim.name())
                        .map(modes -> modes.stream().noneMatch(SEVERAL::contains))
                        .orElse(true));
    }

    /** Whether an old pod must go first, though it is the only one. */
    static boolean mustGoFirst(Deployment deployment, Scene scene) {
        NodeRoom room = NodeRoom.of(deployment.template(), scene.surroundings());
        boolean noNodeLeft =
                deployment.template().takesHostPorts() && (!room.known() || room.hosts() <= deployment.replicas());
        return (deployment.replicas() <= 1 && noNodeLeft) || sharesOneWriterVolume(deployment, scene);
    }
}
