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
import io.pointsman.workload.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code volume-deadlock}. */
public final class VolumeDeadlock implements Rule.OfState {
    private static final RuleText TEXT = new RuleText(
            "volume-deadlock",
            "The new pod waits for a volume that the old pod keeps",
            "A Deployment's effective maxUnavailable is 0 and its pods share a PersistentVolumeClaim that only one pod may use (ReadWriteOncePod), or only one node (ReadWriteOnce: a warning, since the new pod may land on that node).",
            "No old pod leaves before a new one is ready, and no new one starts before the old one has let the volume go. The rollout stands.",
            "A workload with a volume for one writer has one pod at a time: use Recreate, or a StatefulSet with a volume for each pod.",
            """
            spec:
              replicas: 1
              strategy:
                type: Recreate
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
        if (!(object instanceof Deployment deployment) || deployment.replicas() == 0) {
            return List.of();
        }
        Rollout rollout = deployment.rollout();
        if (rollout.unavailable() > 0 || rollout.surge() == 0) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (Volume.Claim claim : deployment.template().sharedClaims()) {
            Set<String> modes = scene.surroundings()
                    .accessModes(deployment.metadata().namespace(), claim.name())
                    .orElse(Set.of());
            if (modes.equals(Set.of("ReadWriteOncePod"))) {
                findings.add(finding(claim, "only one pod may use, so the new pod never starts", 2));
            } else if (modes.equals(Set.of("ReadWriteOnce")) && !claim.readOnly()) {
                findings.add(finding(claim, "only one node may use, so the new pod starts only if it lands there", 1)
                        .atMost(Action.Warn));
            }
        }
        return findings;
    }

    private Finding finding(Volume.Claim claim, String why, int badness) {
        return new Finding(
                id(),
                claim.name(),
                "spec.strategy",
                "makes the new pod wait beside the old one for claim " + claim.name() + ", which " + why,
                "Recreate",
                "set spec.strategy to {type: Recreate} (with replicas 1)",
                badness);
    }
}
