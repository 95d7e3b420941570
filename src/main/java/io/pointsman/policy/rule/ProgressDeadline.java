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

/** {@code progress-deadline}. */
public final class ProgressDeadline implements Rule.OfState {
    private static final RuleText TEXT = new RuleText(
            "progress-deadline",
            "A good rollout can be called failed",
            "The longest time that one pod's probes give it to become ready, or minReadySeconds, is longer than progressDeadlineSeconds.",
            "progressDeadlineSeconds is time without progress. A pod that uses the patience of its own probes exceeds it, and whoever waits for the rollout, a pipeline or Pointsman, takes it as failed and may undo it.",
            "Raise progressDeadlineSeconds above the sum that the message names, or lower the startup probe's patience.",
            """
            spec:
              progressDeadlineSeconds: 600
            """);

    @Override
    public RuleText text() {
        return TEXT;
    }

    @Override
    public Defaults defaults() {
        return new Defaults(Action.Warn, Action.Warn);
    }

    @Override
    public List<Finding> find(ApiObject object, Scene scene) {
        if (!(object instanceof Deployment deployment)) {
            return List.of();
        }
        int worst = Math.max(deployment.template().worstSecondsToReady(), deployment.minReadySeconds());
        if (worst <= deployment.progressDeadlineSeconds()) {
            return List.of();
        }
        return List.of(new Finding(
                id(),
                "",
                "spec.progressDeadlineSeconds",
                "is " + deployment.progressDeadlineSeconds() + ", but a pod may take " + worst
                        + " s to become ready by its probes",
                "more than " + worst,
                "set spec.progressDeadlineSeconds to " + (worst + 60) + " or more",
                worst - deployment.progressDeadlineSeconds()));
    }
}
