package io.pointsman.policy.rule;

import io.pointsman.policy.Action;
import io.pointsman.policy.Defaults;
import io.pointsman.policy.Finding;
import io.pointsman.policy.Rule;
import io.pointsman.policy.RuleText;
import io.pointsman.policy.Scene;
import io.pointsman.workload.ApiObject;
import io.pointsman.workload.Workload;
import java.util.List;

/** {@code revision-history}. */
public final class RevisionHistory implements Rule.OfState {
    private static final RuleText TEXT = new RuleText(
            "revision-history",
            "There is no revision to go back to",
            "spec.revisionHistoryLimit of a Deployment, StatefulSet or DaemonSet is under the policy's minimum (2 unless it says otherwise).",
            "kubectl rollout undo, and an undo by Pointsman, need the old revision. With 0 it is gone as soon as the rollout is complete; with 1, a second attempt at a fix pushes the good version out.",
            "Keep at least 2 old revisions: they are empty ReplicaSets or ControllerRevisions and cost nothing. The API's default is 10.",
            """
            spec:
              revisionHistoryLimit: 3
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
        int least = scene.settings().minRevisions();
        if (!(object instanceof Workload workload) || workload.revisionHistoryLimit() >= least) {
            return List.of();
        }
        int limit = workload.revisionHistoryLimit();
        return List.of(new Finding(
                id(),
                "",
                "spec.revisionHistoryLimit",
                "is " + limit
                        + (limit == 0
                                ? ", so nothing is left to roll back to"
                                : ", so a second change pushes the good revision out"),
                "at least " + least,
                "set spec.revisionHistoryLimit to " + least + " or more, or remove it (the default is 10)",
                least - limit));
    }
}
