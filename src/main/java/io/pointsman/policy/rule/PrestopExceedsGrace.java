package io.pointsman.policy.rule;

import io.pointsman.policy.Action;
import io.pointsman.policy.Defaults;
import io.pointsman.policy.Finding;
import io.pointsman.policy.Rule;
import io.pointsman.policy.RuleText;
import io.pointsman.policy.Scene;
import io.pointsman.workload.ApiObject;
import io.pointsman.workload.Container;
import io.pointsman.workload.PreStop;
import io.pointsman.workload.Workload;
import java.util.ArrayList;
import java.util.List;

/** {@code prestop-exceeds-grace}. */
public final class PrestopExceedsGrace implements Rule.OfState {
    private static final RuleText TEXT = new RuleText(
            "prestop-exceeds-grace",
            "The process is killed without having been told to stop",
            "A container's preStop hook sleeps as long as terminationGracePeriodSeconds or longer. Only sleeps that surely run are counted.",
            "The grace period runs while the hook does. When it is over, the process gets its TERM two seconds before its KILL: open requests are cut off.",
            "Raise terminationGracePeriodSeconds above the sleep by what the process needs to finish its requests.",
            """
            spec:
              terminationGracePeriodSeconds: 45
              containers:
                - name: web
                  lifecycle:
                    preStop:
                      sleep: {seconds: 15}
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
        int grace = workload.template().terminationGracePeriodSeconds();
        List<Finding> findings = new ArrayList<>();
        List<Container> containers = workload.template().containers();
        for (int i = 0; i < containers.size(); i++) {
            PreStop preStop = containers.get(i).preStop();
            if (preStop != null && preStop.seconds() > 0 && preStop.seconds() >= grace) {
                findings.add(new Finding(
                        id(),
                        containers.get(i).name(),
                        "spec.template.spec.containers[" + i + "]." + preStop.field(),
                        "sleeps " + preStop.seconds() + " s of a grace period of " + grace
                                + " s, so the process has no time left to stop",
                        "shorter than terminationGracePeriodSeconds",
                        "set spec.template.spec.terminationGracePeriodSeconds to " + (preStop.seconds() + 15L)
                                + " or more",
                        preStop.seconds() - (long) grace));
            }
        }
        return findings;
    }
}
