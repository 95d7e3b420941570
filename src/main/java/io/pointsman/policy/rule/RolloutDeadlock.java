package io.pointsman.policy.rule;

import io.pointsman.policy.Action;
import io.pointsman.policy.Defaults;
import io.pointsman.policy.Finding;
import io.pointsman.policy.Rule;
import io.pointsman.policy.RuleText;
import io.pointsman.policy.Scene;
import io.pointsman.workload.ApiObject;
import io.pointsman.workload.DaemonSet;
import io.pointsman.workload.Deployment;
import io.pointsman.workload.PodTemplate;
import io.pointsman.workload.Rollout;
import io.pointsman.workload.Scheduling;
import java.util.List;
import java.util.Optional;

/** {@code rollout-deadlock}. */
public final class RolloutDeadlock implements Rule.OfState {
    private static final String CURE = "set spec.strategy.rollingUpdate to {maxSurge: 0, maxUnavailable: 1}";
    private static final RuleText TEXT = new RuleText(
            "rollout-deadlock",
            "The first new pod has nowhere to go, and no old pod may leave before it",
            "A Deployment's effective maxUnavailable is 0, and required anti-affinity against its own pods, a DoNotSchedule spread, or a port of the node leaves no node for one pod more than the replicas. A term that tells revisions apart (matchLabelKeys: [pod-template-hash]) does not. A DaemonSet with maxSurge whose pods take node ports always does. With node pools that may grow it is a warning.",
            "The new pod stays Pending and the rollout stands until somebody deletes a pod by hand. 25 %/25 % is enough for it: of 3 replicas, 25 % unavailable rounds down to 0.",
            "Let one old pod go first (maxSurge 0, maxUnavailable 1), or let the term tell revisions apart, or add a node.",
            """
            affinity:
              podAntiAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                  - topologyKey: kubernetes.io/hostname
                    labelSelector:
                      matchLabels:
                        app: web
                    matchLabelKeys: [pod-template-hash]
            """);

    @Override
    public RuleText text() {
        return TEXT;
    }

    @Override
    public Defaults defaults() {
        return new Defaults(Action.Warn, Action.Deny);
    }

    /** What takes the room, and where that stands. */
    private record Block(String path, String why, int room, String fix) {}

    @Override
    public List<Finding> find(ApiObject object, Scene scene) {
        return switch (object) {
            case Deployment deployment -> deployment(deployment, scene);
            case DaemonSet daemonSet
            when daemonSet.maxSurge().amount() > 0
                    && !daemonSet.onDelete()
                    && daemonSet.template().takesHostPorts() ->
                List.of(new Finding(
                        id(),
                        "",
                        "spec.updateStrategy.rollingUpdate.maxSurge",
                        "is " + daemonSet.maxSurge()
                                + ", but the pods take ports of their node, so the new pod never fits beside the old one",
                        "0",
                        "set spec.updateStrategy.rollingUpdate to {maxSurge: 0, maxUnavailable: 1}",
                        1));
            default -> List.of();
        };
    }

    private List<Finding> deployment(Deployment deployment, Scene scene) {
        Rollout rollout = deployment.rollout();
        NodeRoom room = NodeRoom.of(deployment.template(), scene.surroundings());
        if (deployment.replicas() == 0 || rollout.unavailable() > 0 || !room.known()) {
            return List.of();
        }
        return block(deployment, room)
                .filter(block -> deployment.replicas() + 1 > block.room())
                .map(block -> new Finding(
                        id(),
                        "",
                        block.path(),
                        block.why() + " (room for " + block.room() + "), and maxUnavailable comes to 0 of "
                                + deployment.replicas() + ", so the first new pod never starts",
                        "such that one pod more than the replicas has room",
                        block.fix(),
                        1))
                .map(finding -> room.elastic() || CannotSurge.mustGoFirst(deployment, scene)
                        ? finding.atMost(Action.Warn)
                        : finding)
                .stream()
                .toList();
    }

    private static Optional<Block> block(Deployment deployment, NodeRoom room) {
        PodTemplate template = deployment.template();
        String spec = "spec.template.spec.";
        for (Scheduling.Apart term : template.scheduling().apart()) {
            if (term.ownNamespace() && !term.perRevision() && term.selector().matches(template.labels())) {
                return Optional.of(new Block(
                        spec + "affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution",
                        "keeps the pods one per " + term.topologyKey(),
                        room.openDomains(term.topologyKey()),
                        deployment.replicas() > 1 ? CURE : "add matchLabelKeys: [pod-template-hash] to the term"));
            }
        }
        for (Scheduling.Spread spread : template.scheduling().spread()) {
            int open = room.openDomains(spread.topologyKey());
            int all = spread.taintsCount() ? open : room.allDomains(spread.topologyKey());
            if (!spread.perRevision()
                    && spread.selector().matches(template.labels())
                    && (open < all || all < spread.minDomains())) {
                return Optional.of(new Block(
                        spec + "topologySpreadConstraints",
                        "let at most " + spread.maxSkew() + " pods into each " + spread.topologyKey()
                                + " while another one stays empty",
                        open * spread.maxSkew(),
                        deployment.replicas() > 1 ? CURE : "set whenUnsatisfiable to ScheduleAnyway"));
            }
        }
        return template.takesHostPorts()
                ? Optional.of(new Block(
                        spec + "containers[*].ports[*].hostPort", "keeps the pods one per node", room.hosts(), CURE))
                : Optional.empty();
    }
}
