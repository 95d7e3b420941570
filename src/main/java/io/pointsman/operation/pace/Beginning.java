package io.pointsman.operation.pace;

import com.fasterxml.jackson.databind.JsonNode;
import io.pointsman.operation.Holder;
import io.pointsman.operation.pace.PaceObservation.Seen;
import io.pointsman.operation.pace.PaceStatus.Batch;
import io.pointsman.operation.pace.PaceStatus.Borrowed;
import io.pointsman.operation.pace.PaceStatus.Outcome;
import io.pointsman.operation.pace.PaceStatus.Target;
import io.pointsman.operation.pace.PaceStatus.TemplateEdit;
import io.pointsman.operation.pace.PaceStep.Lock;
import io.pointsman.operation.pace.PaceStep.Wait;
import io.pointsman.operation.pace.PaceStep.Write;
import io.pointsman.workload.Annotations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * From the request to the first batch. What may pass by itself (no such workload yet, a rollout in flight, another holder) is
 * waited for until the deadline; what cannot be paced fails at once. Nothing of the workload's settings changes before the
 * one write that starts the first batch.
 */
final class Beginning {
    private Beginning() {}

    static PaceStep accept(PaceSpec spec, PaceStatus status, PaceObservation seen, Instant now) {
        String by = seen.requestedBy().orElse("");
        PaceStatus started = status.edit(d -> {
            d.startedAt = now;
            d.deadline = now.plus(Pacing.of(spec.pace()).timeout());
            d.observedGeneration = seen.generation();
            d.requestedBy = by;
        });
        if (seen.requestedBy().isEmpty()) {
            return PacePlanner.record(Ending.ended(
                    started,
                    PacePlanner.failed(
                            "NoRequester",
                            "refused: nobody is stamped as having asked for this rollout, because it was made while Pointsman's"
                                    + " admission was off; create it again"),
                    now));
        }
        return PacePlanner.record(started.enter(PacePhase.Pending, "Accepted", "asked for by " + by, now));
    }

    static PaceStep decide(PaceSpec spec, PaceStatus status, PaceObservation observation, Instant now) {
        Optional<Seen> found = observation.target().filter(s -> !s.deployment().deleting());
        String name = spec.target().kind() + " " + spec.target().name();
        if (found.isEmpty()) {
            return await(status, "NoTarget", name + " does not exist", now);
        }
        Seen seen = found.get();
        if (seen.holder() instanceof Holder.Other other) {
            return await(status, "Held", name + " is held by " + other.shown(), now);
        }
        Optional<Outcome> refusal = refusal(seen, name);
        if (refusal.isPresent()) {
            return PacePlanner.record(Ending.ended(status, refusal.get(), now));
        }
        Optional<String> busy = inFlight(seen, name);
        if (busy.isPresent()) {
            return await(status, "InFlight", busy.get(), now);
        }
        return switch (TemplateChange.of(spec, seen, now)) {
            case TemplateChange.Nothing(String message) ->
                PacePlanner.record(Ending.ended(status, new Outcome(PacePhase.Complete, "AsAsked", message), now));
            case TemplateChange.Impossible(String reason, String message) ->
                PacePlanner.record(Ending.ended(status, PacePlanner.failed(reason, message), now));
            case TemplateChange.To to -> {
                Target target = new Target(
                        spec.target().kind(),
                        spec.target().name(),
                        seen.deployment().ref().uid(),
                        null,
                        null,
                        List.of(),
                        to.what());
                yield PacePlanner.record(status.edit(d -> d.target = target)
                        .enter(PacePhase.Locking, "Decided", to.what() + " of " + name, now));
            }
        };
    }

    /** Why it cannot be paced, or need not be. */
    private static Optional<Outcome> refusal(Seen seen, String name) {
        DeploymentState deployment = seen.deployment();
        String left = deployment.annotations().get(Annotations.BORROWED);
        if (left != null && !(seen.holder() instanceof Holder.Ours)) {
            String by = deployment.annotations().getOrDefault(Annotations.HELD_BY, "an operation");
            return Optional.of(PacePlanner.failed(
                    "StillBorrowed",
                    name + " still holds what " + by + " borrowed and kept; give it back first: "
                            + Release.command(
                                    deployment, BorrowedRecord.read(left).orElse(null), true, false)));
        }
        if (!deployment.strategy().equals("RollingUpdate")) {
            return Optional.of(PacePlanner.failed(
                    "Strategy",
                    name + " has strategy " + deployment.strategy()
                            + ", which stops all pods before it starts new ones: it cannot be paced; set spec.strategy.type to"
                            + " RollingUpdate"));
        }
        if (deployment.paused()) {
            return Optional.of(PacePlanner.failed(
                    "Paused",
                    name + " is paused" + deployment.by(Reining.PAUSED)
                            + "; resume it first: kubectl rollout resume deployment/"
                            + deployment.ref().name() + " --namespace "
                            + deployment.ref().namespace()));
        }
        if (deployment.replicas() == 0) {
            return Optional.of(new Outcome(
                    PacePhase.Complete,
                    "NoPods",
                    name + " has 0 replicas: there is nothing to pace, and nothing was changed"));
        }
        return Optional.empty();
    }

    private static Optional<String> inFlight(Seen seen, String name) {
        DeploymentState deployment = seen.deployment();
        Rollout rollout = seen.rollout();
        if (deployment.observedGeneration() < deployment.generation()
                || rollout.newest().isEmpty()) {
            return Optional.of("the Deployment controller has not taken up the newest " + name + " yet");
        }
        if (rollout.old() > 0 || rollout.updated() != deployment.replicas()) {
            return Optional.of("a rollout of " + name + " is in flight: " + rollout.updated() + " of "
                    + deployment.replicas() + " pods are new, " + rollout.old() + " old ones are left");
        }
        return Optional.empty();
    }

    static PaceStep lock(
            PaceSpec spec, PaceStatus status, PaceObservation observation, Instant now, Duration failOver) {
        Optional<Seen> found = PacePlanner.same(status, observation);
        if (found.isEmpty()) {
            return Ending.gone(status, now);
        }
        Seen seen = found.get();
        String name = spec.target().kind() + " " + spec.target().name();
        return switch (seen.holder()) {
            case Holder.Free() -> new Lock(seen.deployment());
            case Holder.Other other -> await(status, "Held", name + " is held by " + other.shown(), now);
            case Holder.Ours() -> plan(spec, status, seen, name, now, failOver);
        };
    }

    /** Under the lock: looks once more, and writes down what will be written. */
    private static PaceStep plan(
            PaceSpec spec, PaceStatus status, Seen seen, String name, Instant now, Duration failOver) {
        Optional<Outcome> refusal = refusal(seen, name);
        if (refusal.isPresent()) {
            return Ending.end(status, refusal.get(), now);
        }
        Optional<String> busy = inFlight(seen, name);
        if (busy.isPresent()) {
            return PacePlanner.late(status, now)
                    ? Ending.end(status, PacePlanner.failed("InFlight", busy.get() + "; nothing was changed"), now)
                    : new Wait(busy.get(), null, PacePlanner.RECHECK);
        }
        return switch (TemplateChange.of(spec, seen, now)) {
            case TemplateChange.Nothing(String message) ->
                Ending.end(status, new Outcome(PacePhase.Complete, "AsAsked", message), now);
            case TemplateChange.Impossible(String reason, String message) ->
                Ending.end(status, PacePlanner.failed(reason, message), now);
            case TemplateChange.To to -> plan(spec, status, seen.deployment(), to, now, failOver);
        };
    }

    private static PaceStep plan(
            PaceSpec spec,
            PaceStatus status,
            DeploymentState deployment,
            TemplateChange.To to,
            Instant now,
            Duration failOver) {
        Pacing pacing = Pacing.of(spec.pace());
        int size = pacing.batch(deployment.replicas());
        List<TemplateEdit> change = Templates.diff(deployment.template(), to.template());
        JsonNode after = Templates.apply(deployment.template(), change);
        Target target = new Target(
                spec.target().kind(),
                spec.target().name(),
                deployment.ref().uid(),
                deployment.templateHash(),
                Templates.hash(after),
                change,
                to.what());
        Borrowed borrowed = new Borrowed(
                deployment.reins(),
                Reining.first(
                        deployment.reins(),
                        spec.methodOrSurge(),
                        size,
                        pacing.settleSeconds(deployment.reins()),
                        failOver),
                null,
                Templates.diff(after, deployment.template()));
        Batch batch = Batches.after(0, 0, size, deployment.replicas(), now);
        return PacePlanner.record(status.edit(d -> {
                    d.target = target;
                    d.borrowed = borrowed;
                    d.batch = batch;
                    d.progress = "0/" + deployment.replicas() + " pods, batch 1/" + batch.of();
                    d.deadline = now.plus(pacing.timeout());
                })
                .enter(
                        PacePhase.Borrowing,
                        "Locked",
                        "holding " + deployment.ref().shown() + ": " + deployment.replicas() + " pods in batches of "
                                + size,
                        now));
    }

    static PaceStep borrow(PaceSpec spec, PaceStatus status, PaceObservation observation, Instant now) {
        Optional<Seen> found = PacePlanner.same(status, observation);
        Target target = status.target();
        Borrowed borrowed = status.borrowed();
        if (found.isEmpty() || target == null || borrowed == null) {
            return Ending.gone(status, now);
        }
        Seen seen = found.get();
        DeploymentState deployment = seen.deployment();
        if (seen.holder() instanceof Holder.Other other) {
            return Ending.lostLock(status, seen, other, now);
        }
        if (started(deployment, target, borrowed)) {
            return PacePlanner.record(Batches.begun(status, Pacing.of(spec.pace()), now)
                    .enter(
                            PacePhase.Rolling,
                            "Borrowed",
                            "the first batch has started; borrowed: " + Reining.shown(deployment, borrowed),
                            now));
        }
        if (seen.holder() instanceof Holder.Free) {
            return new Lock(deployment);
        }
        boolean asPlanned = deployment.templateHash().equals(target.before())
                && deployment.reins().equals(borrowed.was())
                && !deployment.paused()
                && status.batch() != null
                && status.batch().replicas() == deployment.replicas();
        if (!asPlanned) {
            return PacePlanner.record(status.edit(d -> {
                        d.borrowed = null;
                        d.batch = null;
                    })
                    .enter(PacePhase.Locking, "Replanned", "the Deployment was changed before the rollout began", now));
        }
        return new Write(
                deployment, "start", Reining.borrow(observation.self(), deployment, borrowed, target.change()));
    }

    /** Whether the write that starts the first batch was made, whatever others have written since. */
    private static boolean started(DeploymentState deployment, Target target, Borrowed borrowed) {
        return deployment.templateHash().equals(target.after())
                || deployment.annotations().containsKey(Annotations.BORROWED)
                || (deployment.reins().equals(borrowed.set()) && !borrowed.set().equals(borrowed.was()));
    }

    private static PaceStep await(PaceStatus status, String reason, String what, Instant now) {
        if (PacePlanner.late(status, now)) {
            return PacePlanner.record(
                    Ending.ended(status, PacePlanner.failed(reason, what + "; nothing was changed"), now));
        }
        return new Wait(what + "; waiting until " + status.deadline(), null, PacePlanner.RECHECK);
    }
}
