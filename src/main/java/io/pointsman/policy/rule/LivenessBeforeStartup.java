package io.pointsman.policy.rule;

import io.pointsman.policy.Action;
import io.pointsman.policy.Defaults;
import io.pointsman.policy.Finding;
import io.pointsman.policy.Rule;
import io.pointsman.policy.RuleText;
import io.pointsman.policy.Scene;
import io.pointsman.workload.ApiObject;
import io.pointsman.workload.Container;
import io.pointsman.workload.Probe;
import io.pointsman.workload.Workload;
import java.util.ArrayList;
import java.util.List;

/** {@code liveness-before-startup}. */
public final class LivenessBeforeStartup implements Rule.OfState {
    private static final RuleText TEXT = new RuleText(
            "liveness-before-startup",
            "The container is killed before it can have started",
            "A container has no startupProbe, and its liveness probe gives up (initialDelaySeconds + failureThreshold × periodSeconds) no later than its readiness probe asks for the first time.",
            "By its readiness probe the application needs that long to start; by its liveness probe it is killed before that. It starts only by luck, and in a slow hour not at all.",
            "Add a startupProbe, which holds the liveness probe back until the application has started.",
            """
            startupProbe:
              httpGet: {path: /health/started, port: http}
              periodSeconds: 5
              failureThreshold: 24
            livenessProbe:
              httpGet: {path: /health/live, port: http}
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
        if (!(object instanceof Workload workload)) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        List<Container> containers = workload.template().containers();
        for (int i = 0; i < containers.size(); i++) {
            Container container = containers.get(i);
            Probe liveness = container.liveness();
            Probe readiness = container.readiness();
            if (container.startup() == null
                    && liveness != null
                    && readiness != null
                    && liveness.patience() <= readiness.initialDelaySeconds()) {
                findings.add(new Finding(
                        id(),
                        container.name(),
                        "spec.template.spec.containers[" + i + "].livenessProbe",
                        "kills the container after " + liveness.patience() + " s, but readinessProbe asks first after "
                                + readiness.initialDelaySeconds() + " s",
                        "held back by a startupProbe",
                        "set livenessProbe.initialDelaySeconds to " + readiness.initialDelaySeconds()
                                + " or more, better add a startupProbe",
                        readiness.initialDelaySeconds() - liveness.patience()));
            }
        }
        return findings;
    }
}
