package io.pointsman.policy.rule;

import io.pointsman.policy.Action;
import io.pointsman.policy.Defaults;
import io.pointsman.policy.Finding;
import io.pointsman.policy.Rule;
import io.pointsman.policy.RuleText;
import io.pointsman.policy.Scene;
import io.pointsman.workload.ApiObject;
import io.pointsman.workload.Container;
import io.pointsman.workload.Deployment;
import java.util.ArrayList;
import java.util.List;

/** {@code readiness-never-in-time}. */
public final class ReadinessNeverInTime implements Rule.OfState {
    private static final RuleText TEXT = new RuleText(
            "readiness-never-in-time",
            "No pod can be ready before the rollout is called failed",
            "The initial delay of a container's readiness or startup probe alone is longer than the Deployment's progressDeadlineSeconds.",
            "Whatever the application does, every rollout ends as failed.",
            "Lower the initial delay (a startupProbe does what long delays are meant for), or raise progressDeadlineSeconds.",
            """
            startupProbe:
              httpGet: {path: /health/started, port: http}
              periodSeconds: 5
              failureThreshold: 60
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
        if (!(object instanceof Deployment deployment)) {
            return List.of();
        }
        int deadline = deployment.progressDeadlineSeconds();
        List<Finding> findings = new ArrayList<>();
        List<Container> containers = deployment.template().containers();
        for (int i = 0; i < containers.size(); i++) {
            int soonest = containers.get(i).soonestSecondsToReady();
            if (soonest > deadline) {
                findings.add(new Finding(
                        id(),
                        containers.get(i).name(),
                        "spec.template.spec.containers[" + i + "]",
                        "is not asked whether it is ready for " + soonest
                                + " s, but the rollout is called failed after " + deadline + " s without progress",
                        "ready sooner than that",
                        "set spec.progressDeadlineSeconds to " + (soonest + 60)
                                + " or more, or lower initialDelaySeconds",
                        soonest - deadline));
            }
        }
        return findings;
    }
}
