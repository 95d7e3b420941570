package io.pointsman.policy.rule;

import io.pointsman.policy.Action;
import io.pointsman.policy.Change;
import io.pointsman.policy.Defaults;
import io.pointsman.policy.Finding;
import io.pointsman.policy.Rule;
import io.pointsman.policy.RuleText;
import io.pointsman.policy.Scene;
import io.pointsman.workload.Deployment;
import io.pointsman.workload.Workload;
import java.util.List;

/** {@code rollout-in-flight}. */
public final class RolloutInFlight implements Rule.OfChange {
    private static final RuleText TEXT = new RuleText(
            "rollout-in-flight",
            "Two rollouts at once",
            "The pod template changes while the rollout before is not complete, or strategy and template change in one apply.",
            "Pods of three versions run side by side, and an undo goes to a version that was never whole. A strategy that changes with the template has never been seen to work.",
            "Wait until kubectl rollout status is done; change the strategy first, then the template.",
            "kubectl rollout status deployment/web && kubectl apply -f web.yaml\n");

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
        if (!change.changesTemplate() || !(change.before() instanceof Workload before)) {
            return List.of();
        }
        if (before.rolling()) {
            return List.of(finding(
                    "spec.template",
                    "changes while the rollout before it is not complete",
                    "left alone until then",
                    "wait for kubectl rollout status, or undo first"));
        }
        if (before instanceof Deployment old
                && change.after() instanceof Deployment next
                && !old.strategy().equals(next.strategy())) {
            return List.of(finding(
                    "spec.strategy",
                    "changes together with the template, so this rollout is the first to use it",
                    "changed before the template",
                    "apply the strategy first, then the template"));
        }
        return List.of();
    }

    private Finding finding(String path, String is, String should, String fix) {
        return new Finding(id(), "", path, is, should, fix, 1);
    }
}
