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

/** {@code min-ready-seconds}. */
public final class MinReadySeconds implements Rule.OfState {
    private static final RuleText TEXT = new RuleText(
            "min-ready-seconds",
            "A pod counts as available the moment it is ready",
            "spec.minReadySeconds is under the policy's minimum (5 in production and 0 elsewhere unless it says otherwise).",
            "A version that crashes seconds after its start is ready for those seconds. With 0 that is enough to replace the next pod, and the one after it.",
            "Set minReadySeconds to the time within which a bad start shows.",
            """
            spec:
              minReadySeconds: 10
            """);

    @Override
    public RuleText text() {
        return TEXT;
    }

    @Override
    public Defaults defaults() {
        return new Defaults(Action.Audit, Action.Warn);
    }

    @Override
    public List<Finding> find(ApiObject object, Scene scene) {
        int least = scene.settings().minReadySeconds();
        if (!(object instanceof Workload workload) || workload.minReadySeconds() >= least) {
            return List.of();
        }
        return List.of(new Finding(
                id(),
                "",
                "spec.minReadySeconds",
                "is " + workload.minReadySeconds()
                        + ", so a pod that crashes right after its start counts as a success",
                "at least " + least,
                "set spec.minReadySeconds to " + least + " or more",
                least - workload.minReadySeconds()));
    }
}
