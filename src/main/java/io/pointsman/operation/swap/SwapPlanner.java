package io.pointsman.operation.swap;

import io.pointsman.operation.Holder;
import io.pointsman.operation.swap.SwapObservation.Seen;
import io.pointsman.operation.swap.SwapStatus.Outcome;
import io.pointsman.operation.swap.SwapStatus.ServiceProgress;
import io.pointsman.operation.swap.SwapStep.Finished;
import io.pointsman.operation.swap.SwapStep.Lock;
import io.pointsman.operation.swap.SwapStep.Record;
import io.pointsman.operation.swap.SwapStep.Unlock;
import io.pointsman.operation.swap.SwapStep.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Picks the next step of a swap from what it asked for, what is written down, and what is seen. Pure: no client, no clock.
 *
 * <ol>
 *   <li>Decide where to, once, and write it down ({@link Decision}).
 *   <li>Take each Service in the order of their names, so that two swaps cannot wait for each other; what is live is read
 *       again then, since whoever held a Service before may have moved it.
 *   <li>Wait until the arriving color is as large and ready as the leaving one ({@link Switch}).
 *   <li>Write the selectors before and after down; then write each selector, compare-and-set.
 *   <li>Wait until the EndpointSlices hold exactly the arriving color ({@link Proving}); go back when they do not in time.
 *   <li>Write the end down, give the Services free, and only then say that it ended.
 * </ol>
 *
 * <p>Guarantees: nothing is switched unless all Services are held and their arriving colors ready. A selector that is
 * neither the one found nor the one written was changed by somebody else: it is left alone and the swap fails, naming who.
 * From any written status and any observation the next step is the same, so whoever goes on reaches the same end.
 */
public final class SwapPlanner {
    /** How long to wait for an event before looking again anyway. */
    static final Duration RECHECK = Duration.ofSeconds(2);

    /** The next step of the operation. */
    public SwapStep next(SwapSpec spec, SwapStatus status, SwapObservation seen, Instant now) {
        if (status.startedAt() == null) {
            return accept(spec, status, seen, now);
        }
        return switch (status.phaseOrPending()) {
            case Pending -> Decision.next(spec, status, seen, now);
            case Locking -> lock(spec, status, seen, now);
            case Preparing -> whileHeld(status, seen, now).orElseGet(() -> Switch.prepare(spec, status, seen, now));
            case Switching -> whileHeld(status, seen, now).orElseGet(() -> Switch.next(spec, status, seen, now));
            case Verifying -> whileHeld(status, seen, now).orElseGet(() -> Proving.next(status, seen, now));
            case Reverting -> Proving.goBack(status, seen, now);
            case Releasing -> release(status, seen, now);
            case Complete, Failed -> new Finished();
        };
    }

    /**
     * What to write down when the API server will not take a write of the step that was planned.
     *
     * @param what the write, for example {@code switching it}
     * @param message the API server's own sentence
     */
    public SwapStatus refused(SwapStatus status, SwapObservation seen, String what, String message, Instant now) {
        String sentence = "the API server refused " + what + ": " + message;
        return switch (status.phaseOrPending()) {
            case Releasing -> status.ended(outcome(status), now);
            case Switching -> {
                boolean begun = status.services().stream().anyMatch(s -> switched(s, seen));
                yield (begun
                                ? Proving.back(status, "Refused", sentence, now)
                                : end(status, fail("Refused", sentence + "; nothing was switched"), now))
                        .next();
            }
            default -> end(status, fail("Refused", sentence), now).next();
        };
    }

    /** Whether the selector of a Service was there to change and has been. */
    static boolean switched(ServiceProgress service, SwapObservation seen) {
        return !service.beforeRoute().equals(service.afterRoute())
                && same(service, seen)
                        .filter(s -> routed(s, service.afterRoute()))
                        .isPresent();
    }

    private static Outcome outcome(SwapStatus status) {
        return status.outcome() == null ? fail("Unknown", "ended without an outcome") : status.outcome();
    }

    private static SwapStep accept(SwapSpec spec, SwapStatus status, SwapObservation seen, Instant now) {
        if (seen.requestedBy().isEmpty()) {
            Outcome refused = new Outcome(
                    false,
                    "NoRequester",
                    "refused: nobody is stamped as having asked for this swap, because it was made while Pointsman's"
                            + " admission was off; create it again");
            return new Record(status.started(spec, "", now, seen.generation()).ended(refused, now));
        }
        String by = seen.requestedBy().get();
        return new Record(status.started(spec, by, now, seen.generation())
                .enter(SwapPhase.Pending, "Accepted", "asked for by " + by, now));
    }

    private static SwapStep lock(SwapSpec spec, SwapStatus status, SwapObservation seen, Instant now) {
        for (ServiceProgress service : status.services()) {
            Optional<Seen> found = same(service, seen);
            if (found.isEmpty()) {
                return end(status, gone(service), now);
            }
            switch (found.get().holder()) {
                case Holder.Ours() -> {}
                case Holder.Free() -> {
                    return new Lock(found.get().routing());
                }
                case Holder.Other other -> {
                    if (late(status, now)) {
                        return end(
                                status,
                                fail(
                                        "Held",
                                        "Service " + service.name() + " is still held by " + other.shown()
                                                + "; nothing was changed"),
                                now);
                    }
                    return new Wait(
                            "waiting for Service " + service.name() + ": held by " + other.shown(), null, RECHECK);
                }
            }
        }
        return Decision.onceHeld(spec, status, seen, now);
    }

    /** Before anything else while Services are held: they must still be there, and still ours. */
    private static Optional<SwapStep> whileHeld(SwapStatus status, SwapObservation seen, Instant now) {
        for (ServiceProgress service : status.services()) {
            Optional<Seen> found = same(service, seen);
            if (found.isEmpty()) {
                return Optional.of(end(status, gone(service), now));
            }
            switch (found.get().holder()) {
                case Holder.Ours() -> {}
                case Holder.Free() -> {
                    return Optional.of(new Lock(found.get().routing()));
                }
                case Holder.Other other -> {
                    return Optional.of(end(status, lostLock(service, other, status), now));
                }
            }
        }
        return Optional.empty();
    }

    private static SwapStep release(SwapStatus status, SwapObservation seen, Instant now) {
        for (ServiceProgress service : status.services()) {
            Optional<Seen> found = same(service, seen);
            if (found.isPresent() && found.get().holder() instanceof Holder.Ours) {
                return new Unlock(found.get().routing());
            }
        }
        return new Record(status.ended(outcome(status), now));
    }

    /** Writes the end down; the Services are given free after that. */
    static Record end(SwapStatus status, Outcome outcome, Instant now) {
        return new Record(status.ending(outcome)
                .enter(SwapPhase.Releasing, outcome.complete() ? "Verified" : "Stopped", outcome.message(), now));
    }

    static Outcome fail(String reason, String message) {
        return new Outcome(false, reason, message);
    }

    static boolean late(SwapStatus status, Instant now) {
        return status.deadline() != null && !now.isBefore(status.deadline());
    }

    /** The Service that was decided upon, if it is still there under the same uid. */
    static Optional<Seen> same(ServiceProgress service, SwapObservation seen) {
        return seen.services()
                .getOrDefault(service.name(), Optional.empty())
                .filter(s -> s.routing().service().ref().uid().equals(service.uid()));
    }

    static boolean routed(Seen seen, Map<String, String> route) {
        return seen.routing().service().selector().equals(route);
    }

    static Outcome lostLock(ServiceProgress service, Holder.Other other, SwapStatus status) {
        return fail(
                "LostLock",
                "Service " + service.name() + " was taken over by " + other.shown() + " during "
                        + status.phaseOrPending() + "; it is left as it is");
    }

    private static Outcome gone(ServiceProgress service) {
        return fail("ServiceGone", "Service " + service.name() + " was deleted or made anew in the middle of the swap");
    }
}
