package io.pointsman.operation.pace;

import io.pointsman.operation.Holder;
import io.pointsman.operation.pace.PaceObservation.Seen;
import io.pointsman.operation.pace.PaceStatus.Borrowed;
import io.pointsman.operation.pace.PaceStatus.Outcome;
import io.pointsman.operation.pace.PaceStatus.Target;
import io.pointsman.operation.pace.PaceStep.Finished;
import io.pointsman.operation.pace.PaceStep.Lock;
import io.pointsman.operation.pace.PaceStep.Record;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Picks the next step of a paced rollout from what it asked for, what is written down, and what is seen. Pure: no client,
 * no clock. The Deployment controller replaces the pods; Pointsman holds it by the reins ({@link Reining}).
 *
 * <ol>
 *   <li>Decide upon the workload; wait while it is missing, busy or held; refuse what cannot be paced ({@link Beginning}).
 *   <li>Take it. Write down what was found, what will be written, and the change of the template; then write all of it at once.
 *   <li>As soon as the new ReplicaSet has reached the boundary and the surge is full, pause ({@link Batches}).
 *   <li>Wait until every new pod has been ready for the settle time ({@link Health}). Write the next boundary down, resume.
 *   <li>When all pods are new and proven, resume and wait until the old ones are gone.
 *   <li>When a batch fails: bring the template back and wait until it is whole again ({@link Undoing}), or hold it.
 *   <li>Write the end down, give everything back in one write, and only then say that it ended ({@link Ending}).
 * </ol>
 *
 * <p>Guarantees: there are never more pods than the replicas and one batch, and no old pod goes before a new one in its place
 * is available. What somebody else changed is left as it is. From any written status and any observation the next step is
 * the same, so whoever goes on reaches the same end. If Pointsman dies before it has paused, Kubernetes itself starts the next
 * batch when the brake allows; that is noticed, written down, and judged together with the batch.
 */
public final class PacePlanner {
    /** How long to wait for an event before looking again anyway. */
    static final Duration RECHECK = Duration.ofSeconds(2);

    private final Duration failOver;

    /**
     * A planner.
     *
     * @param failOver how long it may take until a new leader goes on with what a dead one began
     */
    public PacePlanner(Duration failOver) {
        this.failOver = failOver;
    }

    /** The next step of the operation. */
    public PaceStep next(PaceSpec spec, PaceStatus status, PaceObservation seen, Instant now) {
        if (status.startedAt() == null) {
            return Beginning.accept(spec, status, seen, now);
        }
        return switch (status.phaseOrPending()) {
            case Pending -> Beginning.decide(spec, status, seen, now);
            case Locking -> Beginning.lock(spec, status, seen, now, failOver);
            case Borrowing -> Beginning.borrow(spec, status, seen, now);
            case Rolling ->
                whileHeld(status, seen, now).orElseGet(() -> Batches.roll(spec, status, there(seen), seen, now));
            case Settling ->
                whileHeld(status, seen, now).orElseGet(() -> Batches.settle(spec, status, there(seen), now));
            case Finishing ->
                whileHeld(status, seen, now).orElseGet(() -> Batches.finish(spec, status, there(seen), seen, now));
            case Undoing -> whileHeld(status, seen, now).orElseGet(() -> Undoing.next(status, there(seen), seen, now));
            case Stopping -> Ending.stop(status, seen, now);
            case GivingBack -> Ending.giveBack(status, seen, now);
            case Complete, Failed, Stopped -> new Finished();
        };
    }

    /** The status after the API server refused {@code what} for good. */
    public PaceStatus refused(PaceStatus status, PaceObservation seen, String what, String message, Instant now) {
        return Ending.refused(status, seen, what, message, now);
    }

    private static Seen there(PaceObservation seen) {
        return seen.target().orElseThrow();
    }

    /** Before anything else while the reins are held: the workload must still be there, ours, and as it was written. */
    private static Optional<PaceStep> whileHeld(PaceStatus status, PaceObservation observation, Instant now) {
        Target target = status.target();
        Borrowed borrowed = status.borrowed();
        Optional<Seen> found = same(status, observation);
        if (found.isEmpty() || target == null || borrowed == null) {
            return Optional.of(Ending.gone(status, now));
        }
        Seen seen = found.get();
        DeploymentState deployment = seen.deployment();
        if (seen.holder() instanceof Holder.Other other) {
            return Optional.of(Ending.lostLock(status, seen, other, now));
        }
        boolean undone =
                status.phase() == PacePhase.Undoing && deployment.templateHash().equals(target.before());
        if (!deployment.templateHash().equals(target.after()) && !undone) {
            return Optional.of(Ending.stopHere(
                    status,
                    "TemplateChanged",
                    "the pod template was changed" + deployment.by(Templates.PLACE) + " in the middle of "
                            + batch(status),
                    now));
        }
        List<String> foreign = Reining.foreign(deployment, borrowed);
        if (!foreign.isEmpty()) {
            return Optional.of(Ending.stopHere(
                    status,
                    "SettingsChanged",
                    String.join("; ", foreign) + ", in the middle of " + batch(status),
                    now));
        }
        return seen.holder() instanceof Holder.Free ? Optional.of(new Lock(deployment)) : Optional.empty();
    }

    /** The workload that was decided upon, if it is still there under the same uid. */
    static Optional<Seen> same(PaceStatus status, PaceObservation seen) {
        Target target = status.target();
        return target == null
                ? Optional.empty()
                : seen.target()
                        .filter(s -> s.deployment().ref().uid().equals(target.uid())
                                && !s.deployment().deleting());
    }

    static boolean late(PaceStatus status, Instant now) {
        return status.deadline() != null && !now.isBefore(status.deadline());
    }

    static String batch(PaceStatus status) {
        return status.batch() == null
                ? "the rollout"
                : "batch " + status.batch().number() + " of " + status.batch().of();
    }

    /** Writes a status down. */
    static Record record(PaceStatus next) {
        return new Record(next);
    }

    static Outcome failed(String reason, String message) {
        return new Outcome(PacePhase.Failed, reason, message);
    }
}
