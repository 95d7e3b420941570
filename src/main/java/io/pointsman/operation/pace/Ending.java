package io.pointsman.operation.pace;

import io.pointsman.operation.Condition;
import io.pointsman.operation.Holder;
import io.pointsman.operation.Step;
import io.pointsman.operation.pace.PaceObservation.Seen;
import io.pointsman.operation.pace.PaceStatus.Borrowed;
import io.pointsman.operation.pace.PaceStatus.Outcome;
import io.pointsman.operation.pace.PaceStatus.Target;
import io.pointsman.operation.pace.PaceStep.Write;
import io.pointsman.workload.Annotations;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How it ends: decided and written down, then given back (or held on purpose), and only then said. */
final class Ending {
    /** The condition of an operation that has ended and still holds what it borrowed. */
    static final String HOLDING = "Holding";

    private Ending() {}

    /** Writes the end down; the workload is given back and free after that. */
    static PaceStep end(PaceStatus status, Outcome outcome, Instant now) {
        return PacePlanner.record(status.edit(d -> {
                    d.outcome = outcome;
                    d.deadline = null;
                })
                .enter(PacePhase.GivingBack, outcome.reason(), outcome.message(), now));
    }

    /** A batch has failed: goes back, or goes no further, as was asked. */
    static PaceStep fail(PaceSpec spec, PaceStatus status, String reason, String what, Instant now) {
        return spec.failure() == PaceSpec.OnFailure.Undo
                ? Undoing.begin(spec, status, reason, what, now)
                : stopHere(status, reason, what, now);
    }

    /** Goes no further, and keeps what was borrowed. */
    static PaceStep stopHere(PaceStatus status, String reason, String what, Instant now) {
        return PacePlanner.record(status.edit(d -> {
                    d.outcome = new Outcome(PacePhase.Stopped, reason, what);
                    d.deadline = null;
                })
                .enter(PacePhase.Stopping, reason, what, now));
    }

    /** The workload is not there any more: there is nothing to give back. */
    static PaceStep gone(PaceStatus status, Instant now) {
        String name = status.target() == null
                ? "the workload"
                : status.target().kind() + " " + status.target().name();
        return PacePlanner.record(ended(
                status,
                PacePlanner.failed("TargetGone", name + " was deleted or made anew in the middle of the rollout"),
                now));
    }

    /** Somebody else has taken it: it is left as it is. */
    static PaceStep lostLock(PaceStatus status, Seen seen, Holder.Other other, Instant now) {
        String what = seen.deployment().ref().shown() + " was taken over by " + other.shown() + " during "
                + status.phaseOrPending() + "; it is left as it is";
        return PacePlanner.record(kept(status, seen, new Outcome(PacePhase.Stopped, "LostLock", what), now));
    }

    /** Holds the controller, where that is safe, and ends. */
    static PaceStep stop(PaceStatus status, PaceObservation observation, Instant now) {
        Optional<Seen> found = PacePlanner.same(status, observation);
        if (found.isEmpty()) {
            return gone(status, now);
        }
        Seen seen = found.get();
        DeploymentState deployment = seen.deployment();
        boolean full = seen.rollout().total()
                == deployment.replicas()
                        + (deployment.reins().maxSurge() == null
                                ? 0
                                : deployment.reins().maxSurge().asInt());
        boolean ours = seen.holder() instanceof Holder.Ours
                && status.target() != null
                && deployment.templateHash().equals(status.target().after());
        boolean resumedByOthers =
                status.outcome() != null && status.outcome().reason().equals("Resumed");
        if (!deployment.paused()
                && full
                && ours
                && !resumedByOthers
                && seen.rollout().old() > 0) {
            return new Write(deployment, "pause", Reining.pause(observation.self(), deployment));
        }
        return PacePlanner.record(kept(status, seen, outcome(status), now));
    }

    /** It ends and keeps what it borrowed; the status says what, and the commands that give it back. */
    private static PaceStatus kept(PaceStatus status, Seen seen, Outcome outcome, Instant now) {
        DeploymentState deployment = seen.deployment();
        Borrowed borrowed = status.borrowed();
        Target target = status.target();
        if (borrowed == null || target == null || !deployment.annotations().containsKey(Annotations.BORROWED)) {
            return ended(status, new Outcome(PacePhase.Failed, outcome.reason(), outcome.message()), now);
        }
        boolean ours = deployment.templateHash().equals(target.after());
        String onward = Release.command(deployment, borrowed, true, false);
        String hold = Reining.shown(deployment, borrowed);
        String message = outcome.message() + "; " + deployment.ref().shown() + " is held as it is"
                + (hold.isEmpty() ? "" : " (" + hold + ")") + (deployment.paused() ? "" : ", not paused");
        String both = "to give it back and go on: " + onward
                + (ours ? " ; to give it back and go back: " + Release.command(deployment, borrowed, true, true) : "");
        PaceStatus ended = ended(status, new Outcome(PacePhase.Stopped, outcome.reason(), message), now);
        return ended.edit(d -> {
            d.release = onward;
            d.conditions = new Condition(HOLDING, "True", outcome.reason(), both, now).in(ended.conditions());
        });
    }

    static PaceStep giveBack(PaceStatus status, PaceObservation observation, Instant now) {
        Optional<Seen> found = PacePlanner.same(status, observation);
        Outcome outcome = outcome(status);
        if (found.isEmpty()) {
            return PacePlanner.record(ended(status, outcome, now));
        }
        Seen seen = found.get();
        DeploymentState deployment = seen.deployment();
        Borrowed borrowed = status.borrowed();
        boolean ours = seen.holder() instanceof Holder.Ours;
        boolean marked =
                deployment.annotations().containsKey(Annotations.BORROWED) && !(seen.holder() instanceof Holder.Other);
        if (ours || marked) {
            Optional<String> heldBy =
                    Optional.ofNullable(deployment.annotations().get(Annotations.HELD_BY));
            return new Write(deployment, "give back", Reining.giveBack(deployment, heldBy, borrowed, false, false));
        }
        List<String> foreign = foreign(deployment, borrowed);
        String message = foreign.isEmpty()
                ? outcome.message()
                : outcome.message() + "; left as it is: " + String.join("; ", foreign);
        return PacePlanner.record(ended(status, new Outcome(outcome.phase(), outcome.reason(), message), now));
    }

    /** What is neither as it was found nor as it was written. */
    private static List<String> foreign(DeploymentState deployment, @Nullable Borrowed borrowed) {
        if (borrowed == null || deployment.reins().equals(borrowed.was())) {
            return List.of();
        }
        return Reining.foreign(deployment, new Borrowed(borrowed.was(), borrowed.written(), borrowed.was(), List.of()));
    }

    static PaceStatus refused(PaceStatus status, PaceObservation seen, String what, String message, Instant now) {
        String sentence = "the API server refused to " + what + ": " + message;
        Outcome outcome = PacePlanner.failed("Refused", sentence);
        return switch (status.phaseOrPending()) {
            case Pending, Locking -> ended(status, outcome, now);
            case Borrowing ->
                status.edit(d -> d.outcome = outcome).enter(PacePhase.GivingBack, "Refused", sentence, now);
            case Rolling, Settling, Finishing, Undoing ->
                status.edit(d -> d.outcome = new Outcome(PacePhase.Stopped, "Refused", sentence))
                        .enter(PacePhase.Stopping, "Refused", sentence, now);
            case Stopping, GivingBack, Complete, Failed, Stopped ->
                PacePlanner.same(status, seen)
                        .map(s -> kept(
                                status,
                                s,
                                new Outcome(
                                        PacePhase.Stopped,
                                        "Refused",
                                        outcome(status).message() + "; " + sentence),
                                now))
                        .orElseGet(() -> ended(status, outcome(status), now));
        };
    }

    private static Outcome outcome(PaceStatus status) {
        return status.outcome() == null ? PacePlanner.failed("Unknown", "ended without an outcome") : status.outcome();
    }

    /** The last status. */
    static PaceStatus ended(PaceStatus status, Outcome end, Instant now) {
        boolean complete = end.phase() == PacePhase.Complete;
        Condition condition = new Condition(
                complete ? Condition.COMPLETE : Condition.FAILED, "True", end.reason(), end.message(), now);
        return status.edit(d -> {
            d.phase = end.phase();
            d.message = end.message();
            d.deadline = null;
            d.outcome = end;
            d.conditions = condition.in(status.conditions());
            d.steps = Step.append(status.steps(), new Step(now, end.phase().name(), end.message()));
            d.finishedAt = now;
        });
    }
}
