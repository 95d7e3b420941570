package io.pointsman.policy.rule;

import io.pointsman.policy.Action;
import io.pointsman.policy.Change;
import io.pointsman.policy.Defaults;
import io.pointsman.policy.Finding;
import io.pointsman.policy.Rule;
import io.pointsman.policy.RuleText;
import io.pointsman.policy.Scene;
import io.pointsman.workload.DaemonSet;
import io.pointsman.workload.Deployment;
import io.pointsman.workload.StatefulSet;
import io.pointsman.workload.Workload;
import java.util.List;

/** {@code nothing-will-roll}. */
public final class NothingWillRoll implements Rule.OfChange {
    private static final RuleText TEXT = new RuleText(
            "nothing-will-roll",
            "The new template reaches no pod",
            "A change of the pod template of a paused Deployment, of a StatefulSet with updateStrategy OnDelete or a partition that covers all pods, or of a DaemonSet with OnDelete.",
            "The change is stored and nothing happens. Weeks later a node fails, and single pods come back in the new version, unwatched.",
            "Resume the Deployment, lower the partition, or delete the pods one by one.",
            """
            spec:
              updateStrategy:
                type: RollingUpdate
                rollingUpdate:
                  partition: 0
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
    public List<Finding> find(Change change, Scene scene) {
        if (!change.changesTemplate() || !(change.after() instanceof Workload workload)) {
            return List.of();
        }
        return switch (workload) {
            case Deployment deployment
            when deployment.paused() ->
                List.of(finding(
                        "spec.paused", "is true", "false", "set spec.paused to false (kubectl rollout resume)"));
            case StatefulSet set when set.onDelete() -> onDelete();
            case StatefulSet set
            when set.keepsAllPods() ->
                List.of(finding(
                        "spec.updateStrategy.rollingUpdate.partition",
                        "is " + set.partition() + ", which keeps all " + set.replicas() + " pods as they are",
                        "less than " + (set.firstOrdinal() + set.replicas()),
                        "lower spec.updateStrategy.rollingUpdate.partition step by step to 0"));
            case DaemonSet set when set.onDelete() -> onDelete();
            default -> List.of();
        };
    }

    private List<Finding> onDelete() {
        return List.of(finding(
                "spec.updateStrategy.type",
                "is OnDelete",
                "RollingUpdate",
                "delete the pods one by one, or set RollingUpdate"));
    }

    private Finding finding(String path, String is, String should, String fix) {
        return new Finding(
                id(), "", path, is + ", so this change of the template reaches no pod by itself", should, fix, 1);
    }
}
