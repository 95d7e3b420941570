package io.pointsman.policy.rule;

import io.pointsman.policy.Scene;
import io.pointsman.workload.Workload;
import java.util.Set;

/** Whether a workload's pods share a volume that only one node, or one pod, may write. */
final class SingleWriter {
    private static final Set<String> SEVERAL = Set.of("ReadWriteMany", "ReadOnlyMany");

    private SingleWriter() {}

    /** True as well for a claim that is not known (yet): the benefit of the doubt. */
    static boolean mayBeMountedBy(Workload workload, Scene scene) {
        return workload.template().sharedClaims().stream()
                .anyMatch(claim -> scene.surroundings()
                        .accessModes(workload.metadata().namespace(), claim.name())
                        .map(modes -> modes.stream().noneMatch(SEVERAL::contains))
                        .orElse(true));
    }
}
