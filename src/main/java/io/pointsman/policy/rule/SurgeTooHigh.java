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

/** {@code surge-too-high}. */
public final class SurgeTooHigh implements Rule.OfState {
    private static final RuleText TEXT = new RuleText(
            "surge-too-high",
            "A rollout needs more pods at once than there is reason or room for",
            "A Deployment's effective maxSurge is above the policy's ceiling (100 % of the replicas unless it says otherwise), or the pods take ports of their node and replicas plus surge are more than the nodes that they may run on.",
            "All surge pods start together: they need room and quota at once, pull images at once, and meet databases and caches at once. With node ports, those without a node of their own only wait.",
            "Lower maxSurge. 25 % rolls four times as often and needs a quarter of the room.",
            """
            spec:
              strategy:
                rollingUpdate:
                  maxSurge: 25%
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
        if (!(object instanceof Deployment deployment)
                || !(deployment.strategy() instanceof Deployment.RollingUpdate rolling)
                || deployment.replicas() == 0) {
            return List.of();
        }
        Rollout rollout = deployment.rollout();
        long ceiling = Math.max(
                1, Math.ceilDiv((long) deployment.replicas() * scene.settings().surgeCeilingPercent(), 100L));
        if (rollout.surge() > ceiling) {
            return List.of(finding(
                    rolling,
                    "comes to " + rollout.surge() + " pods on top of " + deployment.replicas(),
                    ceiling,
                    rollout));
        }
        NodeRoom room = NodeRoom.of(deployment.template(), scene.surroundings());
        if (deployment.template().takesHostPorts()
                && room.known()
                && deployment.replicas() <= room.hosts()
                && rollout.highestPods() > room.hosts()
                && rollout.surge() > 1) {
            return List.of(finding(
                    rolling,
                    "lets " + rollout.highestPods() + " pods take the same node port, with " + room.hosts()
                            + " nodes for them",
                    Math.max(1, room.hosts() - deployment.replicas()),
                    rollout));
        }
        return List.of();
    }

    private Finding finding(Deployment.RollingUpdate rolling, String is, long most, Rollout rollout) {
        return new Finding(
                id(),
                "",
                "spec.strategy.rollingUpdate.maxSurge",
                "is " + rolling.maxSurge() + ", which " + is,
                "at most " + most,
                "set spec.strategy.rollingUpdate.maxSurge to " + most,
                rollout.surge());
    }
}
