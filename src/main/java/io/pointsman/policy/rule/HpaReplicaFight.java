package io.pointsman.policy.rule;

import io.pointsman.policy.Action;
import io.pointsman.policy.Change;
import io.pointsman.policy.Defaults;
import io.pointsman.policy.Finding;
import io.pointsman.policy.Rule;
import io.pointsman.policy.RuleText;
import io.pointsman.policy.Scene;
import io.pointsman.workload.Autoscaler;
import io.pointsman.workload.Workload;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code hpa-replica-fight}. */
public final class HpaReplicaFight implements Rule.OfChange {
    private static final RuleText TEXT = new RuleText(
            "hpa-replica-fight",
            "A change takes replicas away from the autoscaler",
            "A change sets spec.replicas to another number than the live one, while a HorizontalPodAutoscaler sets it. Switching off (0) and on again is left alone, and so are the autoscaler's own writes.",
            "The manifest says 3, the autoscaler had made it 20, and an apply drops 17 pods in the middle of the day. They come back one evaluation after the other. An apply that removes the field for the first time does the same: the API fills in 1.",
            "Leave spec.replicas out of the manifest of an autoscaled workload. If it was in it before, take it out of the last applied configuration first.",
            "kubectl apply edit-last-applied deployment/web   # remove spec.replicas, then from the manifest\n");

    @Override
    public RuleText text() {
        return TEXT;
    }

    @Override
    public Defaults defaults() {
        return new Defaults(Action.Warn, Action.Deny);
    }

    @Override
    public List<Finding> find(Change change, Scene scene) {
        if (!(change.before() instanceof Workload before) || !(change.after() instanceof Workload after)) {
            return List.of();
        }
        OptionalInt live = Sizes.replicas(before);
        OptionalInt next = Sizes.replicas(after);
        Optional<Autoscaler> scaler = scene.surroundings().autoscalerOf(after);
        if (scaler.isEmpty() || live.isEmpty() || next.isEmpty()) {
            return List.of();
        }
        int from = live.getAsInt();
        int to = next.getAsInt();
        if (from == to
                || from == 0
                || to == 0
                || (to >= from && to <= scaler.get().maxReplicas())) {
            return List.of();
        }
        return List.of(new Finding(
                id(),
                "",
                "spec.replicas",
                "is set to " + to + " while HorizontalPodAutoscaler "
                        + scaler.get().metadata().name() + " has made it " + from + ": this "
                        + (to < from ? "drops " : "raises ") + from + " → " + to,
                "left to the autoscaler",
                "set spec.replicas to " + from + ", or leave it out (kubectl apply edit-last-applied first)",
                Math.abs((long) to - from)));
    }
}
