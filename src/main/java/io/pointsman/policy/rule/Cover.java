package io.pointsman.policy.rule;

import io.pointsman.policy.Surroundings;
import io.pointsman.workload.Autoscaler;
import io.pointsman.workload.DaemonSet;
import io.pointsman.workload.DisruptionBudget;
import io.pointsman.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The workloads that a PodDisruptionBudget covers, as they are after a change of one of them or of an autoscaler. */
record Cover(DisruptionBudget budget, List<Workload> workloads, Sizes sizes) {
    static Cover of(
            DisruptionBudget budget,
            @Nullable Workload changed,
            @Nullable Autoscaler scaler,
            Surroundings surroundings) {
        List<Workload> covered = new ArrayList<>();
        if (budget.selector() != null) {
            for (Workload workload :
                    surroundings.workloadsSelected(budget.metadata().namespace(), budget.selector())) {
                if (changed == null || !same(workload, changed)) {
                    covered.add(workload);
                }
            }
            if (changed != null && budget.covers(changed.podLabels())) {
                covered.add(changed);
            }
        }
        Sizes sum = new Sizes(0, 0, 0);
        for (Workload workload : covered) {
            Optional<Autoscaler> autoscaler = scaler != null && scaler.scales(workload)
                    ? Optional.of(scaler)
                    : surroundings.autoscalerOf(workload);
            sum = Sizes.of(workload, autoscaler).map(sum::plus).orElse(sum);
        }
        return new Cover(budget, List.copyOf(covered), sum);
    }

    boolean hasDaemonSet() {
        return workloads.stream().anyMatch(DaemonSet.class::isInstance);
    }

    static boolean same(Workload one, Workload other) {
        return one.kind() == other.kind()
                && one.metadata().name().equals(other.metadata().name())
                && one.metadata().namespace().equals(other.metadata().namespace());
    }
}
