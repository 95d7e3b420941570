package io.pointsman.policy.rule;

import io.pointsman.policy.Action;
import io.pointsman.policy.Defaults;
import io.pointsman.policy.Finding;
import io.pointsman.policy.Rule;
import io.pointsman.policy.RuleText;
import io.pointsman.policy.Scene;
import io.pointsman.workload.ApiObject;
import io.pointsman.workload.DaemonSet;
import io.pointsman.workload.Workload;
import java.util.List;

/** {@code pdb-missing}. */
public final class PdbMissing implements Rule.OfState {
    private static final RuleText TEXT = new RuleText(
            "pdb-missing",
            "Nothing keeps a drain from taking all pods at once",
            "A Deployment or StatefulSet with at least two replicas stands behind a Service, and no PodDisruptionBudget covers its pods.",
            "Two nodes that are drained at the same time may hold all of them.",
            "Add a PodDisruptionBudget with maxUnavailable: 1.",
            """
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            spec:
              maxUnavailable: 1
              selector:
                matchLabels:
                  app: web
            """);

    @Override
    public RuleText text() {
        return TEXT;
    }

    @Override
    public Defaults defaults() {
        return new Defaults(Action.Audit, Action.Warn);
    }

    @Override
    public List<Finding> find(ApiObject object, Scene scene) {
        if (!(object instanceof Workload workload)
                || workload instanceof DaemonSet
                || Sizes.of(workload, scene.surroundings()).map(Sizes::most).orElse(0) < 2
                || !scene.surroundings()
                        .budgetsCovering(workload.metadata().namespace(), workload.podLabels())
                        .isEmpty()
                || scene.surroundings()
                        .servicesSelecting(workload.metadata().namespace(), workload.podLabels())
                        .isEmpty()) {
            return List.of();
        }
        return List.of(new Finding(
                id(),
                "",
                "spec.template.metadata.labels",
                "are covered by no PodDisruptionBudget, so a drain may take all pods at once",
                "covered by one",
                "add a PodDisruptionBudget with maxUnavailable: 1 for these pods",
                1,
                Action.Warn));
    }
}
