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

/** {@code liveness-equals-readiness}. */
public final class LivenessEqualsReadiness implements Rule.OfState {
    private static final RuleText TEXT = new RuleText(
            "liveness-equals-readiness",
            "Overload becomes a restart storm",
            "A container's liveness and readiness probes ask the same, and liveness is no more patient (failureThreshold × periodSeconds) than readiness.",
            "A pod that is slow under load fails both at once. Instead of being left out of the Service until it has caught up, it is killed, its load goes to the others, and they follow.",
            "Let liveness ask less (is the process stuck?) than readiness (can it serve?), or let it wait at least twice as long.",
            """
            readinessProbe: {httpGet: {path: /health/ready, port: http}, periodSeconds: 5, failureThreshold: 2}
            livenessProbe: {httpGet: {path: /health/live, port: http}, periodSeconds: 10, failureThreshold: 6}
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
        if (!(object instanceof Workload workload)) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        List<Container> containers = workload.template().containers();
        for (int i = 0; i < containers.size(); i++) {
            Probe liveness = containers.get(i).liveness();
            Probe readiness = containers.get(i).readiness();
            if (liveness != null
                    && readiness != null
                    && liveness.handler().equals(readiness.handler())
                    && rounds(liveness) <= rounds(readiness)) {
                findings.add(new Finding(
                        id(),
                        containers.get(i).name(),
                        "spec.template.spec.containers[" + i + "].livenessProbe",
                        "asks the same as readinessProbe and gives up after " + rounds(liveness)
                                + " s, no later, so overload restarts the container",
                        "another question, or a longer patience",
                        "set livenessProbe.failureThreshold to "
                                + Math.ceilDiv(2 * rounds(readiness), (long) liveness.periodSeconds())
                                + " or more, or ask another path",
                        1));
            }
        }
        return findings;
    }

    private static long rounds(Probe probe) {
        return (long) probe.failureThreshold() * probe.periodSeconds();
    }
}
