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

/** {@code max-unavailable-too-high}. */
public final class MaxUnavailableTooHigh implements Rule.OfState {
    private static final RuleText TEXT = new RuleText(
            "max-unavailable-too-high",
            "A rollout takes too many pods at once",
            "The fewest pods that a Deployment's RollingUpdate keeps ready are under the floor (75 % of the replicas unless the policy says otherwise), and not 0, which outage-during-rollout reports. One pod at a time is always allowed.",
            "The pods that stay carry the load of those that go. Under load that is how a rollout becomes an outage.",
            "Lower maxUnavailable, best to 0 with some maxSurge. The message names the largest value that passes.",
            """
            spec:
              replicas: 4
              strategy:
                rollingUpdate:
                  maxSurge: 25%
                  maxUnavailable: 1
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
                || !(deployment.strategy() instanceof Deployment.RollingUpdate rolling)) {
            return List.of();
        }
        Rollout rollout = deployment.rollout();
        int percent = scene.settings().readyFloorPercent();
        int most = mostUnavailable(deployment.replicas(), percent);
        if (rollout.lowestReady() == 0 || rollout.unavailable() <= most) {
            return List.of();
        }
        return List.of(new Finding(
                id(),
                "",
                "spec.strategy.rollingUpdate.maxUnavailable",
                "is " + rolling.maxUnavailable() + ", which leaves " + rollout.lowestReady() + " of "
                        + deployment.replicas() + " replicas ready in a rollout",
                "at most " + most + " (" + percent + "% stay ready)",
                most == 0
                        ? "set spec.strategy.rollingUpdate to {maxSurge: 1, maxUnavailable: 0}"
                        : "set spec.strategy.rollingUpdate.maxUnavailable to " + most,
                100L * rollout.unavailable() / deployment.replicas()));
    }

    /** The most pods that may go at once: what the floor leaves over, and one in any case unless all must stay. */
    private static int mostUnavailable(int replicas, int percent) {
        return percent >= 100 ? 0 : Math.max(1, (int) ((long) replicas * (100 - percent) / 100));
    }
}
