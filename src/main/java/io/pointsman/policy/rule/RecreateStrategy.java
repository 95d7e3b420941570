package io.pointsman.policy.rule;

import io.pointsman.policy.Action;
import io.pointsman.policy.Defaults;
import io.pointsman.policy.Finding;
import io.pointsman.policy.Rule;
import io.pointsman.policy.RuleText;
import io.pointsman.policy.Scene;
import io.pointsman.workload.ApiObject;
import io.pointsman.workload.Deployment;
import java.util.List;

/** {@code recreate-strategy}. */
public final class RecreateStrategy implements Rule.OfState {
    private static final RuleText TEXT = new RuleText(
            "recreate-strategy",
            "Recreate takes the whole Deployment down at every change",
            "A Deployment with at least one replica has spec.strategy.type Recreate. With a volume that only one pod may write, this is a warning everywhere.",
            "The controller deletes all old pods, waits until they are gone, and only then makes the first new one. Until that one is ready nobody answers; when the new version does not start, nobody answers at all.",
            "Use RollingUpdate. If two versions must never run side by side, say so in an exemption, or use a blue-green pair. A volume for one writer needs Recreate, or a StatefulSet.",
            """
            spec:
              strategy:
                type: RollingUpdate
                rollingUpdate:
                  maxSurge: 1
                  maxUnavailable: 0
            """);

    @Override
    public RuleText text() {
        return TEXT;
    }

    @Override
    public Defaults defaults() {
        return new Defaults(Action.Warn, Action.Deny, Action.Off);
    }

    @Override
    public List<Finding> find(ApiObject object, Scene scene) {
        if (!(object instanceof Deployment deployment)
                || !(deployment.strategy() instanceof Deployment.Recreate)
                || deployment.replicas() == 0) {
            return List.of();
        }
        Finding finding = new Finding(
                id(),
                "",
                "spec.strategy.type",
                "is Recreate, which takes all pods down before the first new one starts",
                "RollingUpdate",
                "set spec.strategy to {type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}",
                1);
        return List.of(CannotSurge.mustGoFirst(deployment, scene) ? finding.atMost(Action.Warn) : finding);
    }
}
