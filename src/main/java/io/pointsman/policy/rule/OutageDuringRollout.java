package io.pointsman.policy.rule;

import io.pointsman.policy.Action;
import io.pointsman.policy.Defaults;
import io.pointsman.policy.Finding;
import io.pointsman.policy.Rule;
import io.pointsman.policy.RuleText;
import io.pointsman.policy.Scene;
import io.pointsman.workload.ApiObject;
import io.pointsman.workload.Deployment;
import io.pointsman.workload.Rollout;
import java.util.List;

/** {@code outage-during-rollout}. */
public final class OutageDuringRollout implements Rule.OfState {
    private static final RuleText TEXT = new RuleText(
            "outage-during-rollout",
            "A rollout may leave no pod ready",
            "A Deployment's RollingUpdate lets all of its replicas be unavailable at once: the replicas minus the effective maxUnavailable is 0. When maxSurge and maxUnavailable both come to 0, the controller takes 1 for the latter.",
            "The controller may stop every old pod before a new one is ready. Each change is an outage as long as a start, and a version that does not start is one without end.",
            "Let new pods come first: maxUnavailable 0 with maxSurge 1 or more. Percentages of maxUnavailable round down and those of maxSurge up.",
            """
            spec:
              replicas: 1
              strategy:
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
        return new Defaults(Action.Warn, Action.Deny);
    }

    @Override
    public List<Finding> find(ApiObject object, Scene scene) {
        if (!(object instanceof Deployment deployment)
                || !(deployment.strategy() instanceof Deployment.RollingUpdate rolling)
                || deployment.replicas() == 0) {
            return List.of();
        }
        Rollout rollout = deployment.rollout();
        if (rollout.lowestReady() > 0) {
            return List.of();
        }
        boolean forced = rolling.maxUnavailable().down(deployment.replicas()) == 0;
        Finding finding = new Finding(
                id(),
                "",
                "spec.strategy.rollingUpdate.maxUnavailable",
                forced
                        ? "is " + rolling.maxUnavailable() + " and so is maxSurge of " + deployment.replicas()
                                + " replicas, so the controller takes 1 and a rollout may leave no pod ready"
                        : "is " + rolling.maxUnavailable() + " of " + deployment.replicas()
                                + " replicas, so a rollout may leave no pod ready",
                "0, with maxSurge at least 1",
                "set spec.strategy.rollingUpdate to {maxSurge: 1, maxUnavailable: 0}",
                1);
        return List.of(CannotSurge.mustGoFirst(deployment, scene) ? finding.atMost(Action.Warn) : finding);
    }
}
