package io.pointsman.operation.pace;

import com.fasterxml.jackson.databind.JsonNode;
import io.pointsman.operation.GoDuration;
import io.pointsman.operation.pace.PaceObservation.Seen;
import io.pointsman.operation.pace.PaceStatus.Batch;
import io.pointsman.operation.pace.PaceStatus.Borrowed;
import io.pointsman.operation.pace.PaceStatus.Outcome;
import io.pointsman.operation.pace.PaceStep.Wait;
import io.pointsman.operation.pace.PaceStep.Write;
import java.time.Duration;
import java.time.Instant;

/** One batch after the other: let go, hold at the boundary, prove. */
final class Batches {
    /** How often to look while the controller is free, should an event be lost. */
    private static final Duration CLOSELY = Duration.ofMillis(250);

    /** How long the controller may take to bring a batch to its boundary before a smaller one is accepted; under the least brake. */
    private static final Duration SHORT_BATCH = Duration.ofMillis(900);

    /** Kubernetes writes the time of a pod's turn to ready in whole seconds. */
    private static final Duration GRAIN = Duration.ofSeconds(1);

    private Batches() {}

    /** The batch after {@code number}, when {@code from} pods are new and proven. */
    static Batch after(int number, int from, int size, int replicas, Instant now) {
        int boundary = Math.min(replicas, from + size);
        int more = (replicas - boundary + size - 1) / size;
        return new Batch(number + 1, number + 1 + more, size, replicas, from, boundary, now, null);
    }

    /** The status whose batch begins now. */
    static PaceStatus begun(PaceStatus status, Pacing pacing, Instant now) {
        return status.edit(d -> {
            d.batch = d.batch == null ? null : d.batch.startedAt(now);
            d.deadline = now.plus(pacing.timeout());
        });
    }

    static PaceStep roll(PaceSpec spec, PaceStatus status, Seen seen, PaceObservation observation, Instant now) {
        Batch batch = batch(status);
        Borrowed borrowed = borrowed(status);
        DeploymentState deployment = seen.deployment();
        Rollout rollout = seen.rollout();
        boolean moved = rollout.updated() > batch.from();
        boolean whole = rollout.newest().isPresent() && rollout.old() == 0;
        if (whole || (deployment.paused() && moved)) {
            return PacePlanner.record(reached(status, seen, now));
        }
        if (deployment.paused()) {
            return new Write(deployment, "resume", Reining.resume(observation.self(), deployment, borrowed));
        }
        int replicas = deployment.replicas();
        // Scaled down in the middle, the new pods may be all there are to be before the surge is full.
        boolean full = rollout.updated() >= replicas || rollout.total() == replicas + surge(deployment);
        boolean done = rollout.updated() >= Math.min(batch.boundary(), replicas);
        if (full && moved && (done || !now.isBefore(batch.startedAt().plus(SHORT_BATCH)))) {
            return new Write(deployment, "pause", Reining.pause(observation.self(), deployment));
        }
        String awaited = PacePlanner.batch(status) + ": waiting until " + batch.boundary() + " pods are new";
        if (PacePlanner.late(status, now)) {
            return Ending.fail(
                    spec,
                    status,
                    "BatchStuck",
                    PacePlanner.batch(status) + " was not out after "
                            + GoDuration.format(Pacing.of(spec.pace()).timeout()) + ": "
                            + rollout.updated() + " of " + batch.boundary() + " pods are new, " + rollout.total()
                            + " in all",
                    now);
        }
        return new Wait(awaited, progress(batch, batch.from(), deployment), CLOSELY);
    }

    /** The batch is out, as large as it has become. */
    private static PaceStatus reached(PaceStatus status, Seen seen, Instant now) {
        Batch batch = batch(status);
        Borrowed borrowed = borrowed(status);
        int updated = seen.rollout().updated();
        int replicas = seen.deployment().replicas();
        String line = PacePlanner.batch(status) + " is out: " + updated + " of " + replicas + " pods are new";
        boolean overshot = updated > batch.boundary();
        if (overshot) {
            line += ", where " + batch.boundary() + " were allowed ("
                    + (replicas == batch.replicas()
                            ? "Kubernetes went on by itself before Pointsman could hold it"
                            : "replicas changed from " + batch.replicas() + " to " + replicas)
                    + "); they are judged together";
        }
        boolean resumed = seen.deployment().reins().equals(borrowed.written());
        return status.edit(d -> {
                    d.borrowed = new Borrowed(
                            borrowed.was(), resumed ? borrowed.written() : borrowed.set(), null, borrowed.template());
                    d.batch = batch.reached(replicas, updated);
                })
                .enter(PacePhase.Settling, overshot ? "Overshot" : "Paused", line, now);
    }

    static PaceStep settle(PaceSpec spec, PaceStatus status, Seen seen, Instant now) {
        Batch batch = batch(status);
        DeploymentState deployment = seen.deployment();
        Rollout rollout = seen.rollout();
        if (!deployment.paused() && rollout.old() > 0) {
            return Ending.stopHere(
                    status,
                    "Resumed",
                    deployment.ref().shown() + " was resumed" + deployment.by(Reining.PAUSED) + " in the middle of "
                            + PacePlanner.batch(status),
                    now);
        }
        Pacing pacing = Pacing.of(spec.pace());
        int settle = pacing.settleSeconds(borrowed(status).was());
        String where = PacePlanner.batch(status) + ": ";
        String progress = progress(batch, rollout.ready(), deployment);
        return switch (Health.of(rollout, batch.startedAt(), now)) {
            case Health.Failing(String reason, String message) ->
                Ending.fail(spec, status, reason, where + message, now);
            case Health.Unready(String message) ->
                PacePlanner.late(status, now)
                        ? Ending.fail(
                                spec,
                                status,
                                "BatchTimeout",
                                where + "not available after " + GoDuration.format(pacing.timeout()) + ": " + message,
                                now)
                        : new Wait(where + message, progress, PacePlanner.RECHECK);
            case Health.Ready(Instant latest) -> {
                Instant readyAt = batch.readyAt();
                if (status.deadline() != null && !now.isBefore(status.deadline().plusSeconds(2L * settle))) {
                    yield Ending.fail(
                            spec,
                            status,
                            "NeverSettles",
                            where + "its pods turn ready again and again, but do not stay so",
                            now);
                }
                if (readyAt == null || readyAt.isBefore(latest)) {
                    yield PacePlanner.record(status.edit(d -> {
                        d.batch = batch.readyAt(now);
                        d.message =
                                where + "all " + rollout.ready() + " new pods are ready; settling for " + settle + " s";
                        d.progress = progress;
                    }));
                }
                Instant since = readyAt.isBefore(latest.plus(GRAIN)) ? readyAt : latest.plus(GRAIN);
                Instant until = since.plusSeconds(settle);
                yield now.isBefore(until)
                        ? new Wait(String.valueOf(status.message()), progress, Duration.between(now, until))
                        : proven(pacing, status, seen, since, now);
            }
        };
    }

    private static PaceStep proven(Pacing pacing, PaceStatus status, Seen seen, Instant since, Instant now) {
        Batch batch = batch(status);
        Borrowed borrowed = borrowed(status);
        DeploymentState deployment = seen.deployment();
        int updated = seen.rollout().updated();
        int settle = pacing.settleSeconds(borrowed.was());
        String line =
                PacePlanner.batch(status) + " is proven: " + updated + " new pods have been ready for " + settle + " s";
        if (updated >= deployment.replicas()) {
            int size = Math.max(1, batch.boundary() - batch.from());
            return PacePlanner.record(begun(status, pacing, now)
                    .edit(d -> {
                        d.borrowed = new Borrowed(
                                borrowed.was(),
                                borrowed.set(),
                                Reining.next(borrowed.set(), Math.min(size, batch.size()), settle, since, now),
                                borrowed.template());
                        d.progress = progress(batch, updated, deployment);
                    })
                    .enter(PacePhase.Finishing, "Proven", line + "; the last old pods leave", now));
        }
        Batch next = after(batch.number(), updated, batch.size(), deployment.replicas(), now);
        return PacePlanner.record(begun(status, pacing, now)
                .edit(d -> {
                    d.batch = next;
                    d.borrowed = new Borrowed(
                            borrowed.was(),
                            borrowed.set(),
                            Reining.next(borrowed.set(), next.boundary() - updated, settle, since, now),
                            borrowed.template());
                    d.progress = progress(next, updated, deployment);
                })
                .enter(PacePhase.Rolling, "Proven", line, now));
    }

    /** All pods are new and proven: the last old ones leave. */
    static PaceStep finish(PaceSpec spec, PaceStatus status, Seen seen, PaceObservation observation, Instant now) {
        DeploymentState deployment = seen.deployment();
        Rollout rollout = seen.rollout();
        if (deployment.paused()) {
            return new Write(deployment, "resume", Reining.resume(observation.self(), deployment, borrowed(status)));
        }
        if (rollout.whole(deployment)) {
            return Ending.end(status, new Outcome(PacePhase.Complete, "Proven", done(status, deployment)), now);
        }
        String missing = rollout.old() + " old pods are left, " + rollout.ready() + " of " + deployment.replicas()
                + " new ones are ready";
        if (PacePlanner.late(status, now)) {
            return Ending.fail(spec, status, "NotWhole", "it did not become whole in time: " + missing, now);
        }
        return new Wait("the last old pods leave: " + missing, null, PacePlanner.RECHECK);
    }

    private static String done(PaceStatus status, DeploymentState deployment) {
        String what = status.target() == null || status.target().what() == null
                ? "rollout"
                : status.target().what();
        String name = deployment.ref().shown();
        String pods = deployment.replicas() == 1 ? "1 pod" : deployment.replicas() + " pods";
        int number = batch(status).number();
        return (what.equals(TemplateChange.RESTART)
                        ? "restarted the " + pods + " of " + name
                        : what + " of " + name + ": " + pods + " replaced")
                + " in " + number + (number == 1 ? " batch" : " batches");
    }

    private static int surge(DeploymentState deployment) {
        JsonNode surge = deployment.reins().maxSurge();
        return surge == null ? 0 : surge.asInt();
    }

    private static String progress(Batch batch, int ready, DeploymentState deployment) {
        return ready + "/" + deployment.replicas() + " pods, batch " + batch.number() + "/" + batch.of();
    }

    private static Batch batch(PaceStatus status) {
        Batch batch = status.batch();
        if (batch == null) {
            throw new IllegalStateException("a rollout is under way without a batch");
        }
        return batch;
    }

    private static Borrowed borrowed(PaceStatus status) {
        Borrowed borrowed = status.borrowed();
        if (borrowed == null) {
            throw new IllegalStateException("a rollout is under way without a record of what was borrowed");
        }
        return borrowed;
    }
}
