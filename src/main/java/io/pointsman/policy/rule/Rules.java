package io.pointsman.policy.rule;

import io.pointsman.policy.Rule;
import java.util.List;

/** All the rules, in the order of the reference. */
public final class Rules {
    private Rules() {}

    public static List<Rule> all() {
        return List.of(
                new RecreateStrategy(),
                new OutageDuringRollout(),
                new MaxUnavailableTooHigh(),
                new SurgeTooHigh(),
                new RolloutDeadlock(),
                new VolumeDeadlock(),
                new MinReadySeconds(),
                new ProgressDeadline(),
                new RevisionHistory(),
                new ReplicasBelowMinimum(),
                new NothingWillRoll(),
                new RolloutInFlight(),
                new ReadinessProbeMissing(),
                new LivenessEqualsReadiness(),
                new LivenessBeforeStartup(),
                new ReadinessNeverInTime(),
                new PrestopExceedsGrace(),
                new NoDrainTime(),
                new MutableImage(),
                new PdbBlocksDrain(),
                new PdbMissing(),
                new PdbOverlap(),
                new HpaReplicaFight());
    }
}
