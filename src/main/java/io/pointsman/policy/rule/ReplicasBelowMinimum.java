package io.pointsman.policy.rule;

import io.pointsman.policy.Action;
import io.pointsman.policy.Defaults;
import io.pointsman.policy.Finding;
import io.pointsman.policy.Rule;
import io.pointsman.policy.RuleText;
import io.pointsman.policy.Scene;
import io.pointsman.workload.ApiObject;
import io.pointsman.workload.Autoscaler;
import io.pointsman.workload.Deployment;
import io.pointsman.workload.Kind;
import io.pointsman.workload.StatefulSet;
import io.pointsman.workload.Workload;
import java.util.List;
import java.util.Optional;

/** {@code replicas-below-minimum}. */
public final class ReplicasBelowMinimum implements Rule.OfState {
    private static final RuleText TEXT = new RuleText(
            "replicas-below-minimum",
            "Too few replicas to lose one",
            "A Deployment or StatefulSet, or the minimum of its HorizontalPodAutoscaler, is under the policy's floor (2 in production and 1 elsewhere unless it says otherwise). 0 replicas mean that it is switched off and are not asked. For a StatefulSet, and where pods share a volume for one writer, it is a warning.",
            "With one pod every eviction, every lost node and every crash is an outage.",
            "Run at least two, spread over nodes, with a PodDisruptionBudget of maxUnavailable 1.",
            """
            spec:
              replicas: 2
            """);

    @Override
    public RuleText text() {
        return TEXT;
    }

    @Override
    public Defaults defaults() {
        return new Defaults(Action.Audit, Action.Deny);
    }

    @Override
    public List<Finding> find(ApiObject object, Scene scene) {
        int floor = scene.settings().minReplicas();
        return switch (object) {
            case Deployment deployment -> workload(deployment, deployment.replicas(), floor, scene);
            case StatefulSet set ->
                workload(set, set.replicas(), floor, scene).stream()
                        .map(finding -> finding.atMost(Action.Warn))
                        .toList();
            case Autoscaler scaler -> autoscaler(scaler, floor, scene);
            default -> List.of();
        };
    }

    private List<Finding> workload(Workload workload, int replicas, int floor, Scene scene) {
        Optional<Autoscaler> scaler = scene.surroundings().autoscalerOf(workload);
        int least = scaler.map(Autoscaler::minReplicas).orElse(replicas);
        if (replicas == 0 || least >= floor) {
            return List.of();
        }
        Finding finding = new Finding(
                id(),
                "",
                "spec.replicas",
                scaler.map(s -> "is for HorizontalPodAutoscaler " + s.metadata().name()
                                + " to set, whose minReplicas is " + least)
                        .orElse("is " + replicas + ", so losing one pod is losing all"),
                "at least " + floor,
                scaler.map(s -> "set minReplicas of HorizontalPodAutoscaler "
                                + s.metadata().name() + " to " + floor)
                        .orElse("set spec.replicas to " + floor),
                floor - least);
        boolean another = scaler.isPresent() || CannotSurge.sharesOneWriterVolume(workload, scene);
        return List.of(another ? finding.atMost(Action.Warn) : finding);
    }

    private List<Finding> autoscaler(Autoscaler scaler, int floor, Scene scene) {
        Optional<Workload> target = Kind.of(scaler.targetGroup(), scaler.targetKind())
                .flatMap(kind ->
                        scene.surroundings().workload(kind, scaler.metadata().namespace(), scaler.targetName()));
        boolean oneWriter = target.map(t -> t.kind() != Kind.DEPLOYMENT || CannotSurge.sharesOneWriterVolume(t, scene))
                .orElse(true);
        if (scaler.minReplicas() >= floor || scaler.minReplicas() == 0) {
            return List.of();
        }
        Finding finding = new Finding(
                id(),
                "",
                "spec.minReplicas",
                "is " + scaler.minReplicas() + ", so losing one pod may be losing all",
                "at least " + floor,
                "set spec.minReplicas to " + floor,
                floor - scaler.minReplicas());
        return List.of(oneWriter ? finding.atMost(Action.Warn) : finding);
    }
}
