package io.pointsman.operation.pace;

import io.pointsman.operation.pace.PaceObservation.Seen;
import io.pointsman.operation.pace.PaceStatus.Batch;
import io.pointsman.operation.pace.PaceStatus.Borrowed;
import io.pointsman.operation.pace.PaceStatus.Outcome;
import io.pointsman.operation.pace.PaceStatus.Target;
import io.pointsman.operation.pace.PaceStep.Wait;
import io.pointsman.operation.pace.PaceStep.Write;
import java.time.Duration;
import java.time.Instant;

/**
 * Goes back: one write brings the template back that was found and resumes. The reins stay, so that the controller goes back
 * with no more pods out than one batch; it need not be held at boundaries, because what it goes to was proven by serving.
 */
final class Undoing {
    private Undoing() {}

    static PaceStep begin(PaceSpec spec, PaceStatus status, String reason, String what, Instant now) {
        Batch batch = status.batch();
        Borrowed borrowed = status.borrowed();
        if (batch == null || borrowed == null) {
            return Ending.stopHere(status, reason, what, now);
        }
        Pacing pacing = Pacing.of(spec.pace());
        int settle = pacing.settleSeconds(borrowed.was());
        Duration limit = pacing.timeout().multipliedBy(batch.number());
        return PacePlanner.record(status.edit(d -> {
                    d.outcome = PacePlanner.failed(reason, what);
                    d.borrowed = new Borrowed(
                            borrowed.was(),
                            borrowed.set(),
                            Reining.next(borrowed.set(), batch.size(), settle, now, now),
                            borrowed.template());
                    d.deadline = now.plus(limit);
                })
                .enter(PacePhase.Undoing, reason, what + "; going back", now));
    }

    static PaceStep next(PaceStatus status, Seen seen, PaceObservation observation, Instant now) {
        DeploymentState deployment = seen.deployment();
        Rollout rollout = seen.rollout();
        Target target = status.target();
        Borrowed borrowed = status.borrowed();
        Outcome outcome = status.outcome();
        if (target == null || borrowed == null || outcome == null) {
            return Ending.gone(status, now);
        }
        if (deployment.templateHash().equals(target.after())) {
            return new Write(deployment, "undo", Reining.undo(observation.self(), deployment, borrowed));
        }
        if (deployment.paused()) {
            return Ending.stopHere(
                    status,
                    "Paused",
                    outcome.message() + "; going back, it was paused" + deployment.by(Reining.PAUSED),
                    now);
        }
        if (rollout.whole(deployment)) {
            return Ending.end(
                    status,
                    PacePlanner.failed(
                            outcome.reason(),
                            outcome.message() + "; undone: the " + deployment.replicas()
                                    + " pods are of the template that was found"),
                    now);
        }
        String missing = rollout.old() + " pods of the failed template are left, " + rollout.ready() + " of "
                + deployment.replicas() + " others are ready";
        return PacePlanner.late(status, now)
                ? Ending.stopHere(
                        status, "NotUndone", outcome.message() + "; going back took too long: " + missing, now)
                : new Wait("going back: " + missing, null, PacePlanner.RECHECK);
    }
}
