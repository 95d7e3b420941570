package io.pointsman.operation.swap;

import io.pointsman.operation.swap.SwapObservation.Seen;
import io.pointsman.operation.swap.SwapStatus.Outcome;
import io.pointsman.operation.swap.SwapStatus.ServiceProgress;
import io.pointsman.operation.swap.SwapStep.Record;
import io.pointsman.operation.swap.SwapStep.Wait;
import io.pointsman.operation.traffic.Routing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Decides where to, once, and where from, until the Services are held. What may still appear (a Service, a color) is waited for until the deadline; what cannot be
 * swapped at all, and what contradicts the request, fails at once. Nothing is held or changed yet.
 */
final class Decision {
    private Decision() {}

    static SwapStep next(SwapSpec spec, SwapStatus status, SwapObservation seen, Instant now) {
        for (Map.Entry<String, Optional<Seen>> service : seen.services().entrySet()) {
            if (service.getValue().isEmpty()) {
                return await(status, "ServiceMissing", "Service " + service.getKey() + " does not exist", now);
            }
        }
        List<Routing> routings = seen.services().values().stream()
                .flatMap(Optional::stream)
                .map(Seen::routing)
                .toList();
        for (Routing routing : routings) {
            Optional<String> refusal = routing.service().refusal(routing.colorLabel());
            if (refusal.isPresent()) {
                return fail(status, "Refused", refusal.get(), now);
            }
        }
        TreeSet<String> labels = new TreeSet<>();
        TreeSet<String> colors = new TreeSet<>();
        TreeSet<String> live = new TreeSet<>();
        for (Routing routing : routings) {
            labels.add(routing.colorLabel());
            colors.addAll(routing.colors());
            routing.live().ifPresent(live::add);
        }
        if (labels.size() > 1) {
            return fail(
                    status,
                    "Refused",
                    "the Services name different color labels (" + labels + "): name one in colorLabel",
                    now);
        }
        String to = spec.to();
        if (to == null) {
            if (colors.size() > 2) {
                return fail(
                        status,
                        "Ambiguous",
                        "there are " + colors.size() + " colors (" + Sentences.colors(colors) + "): name one in to",
                        now);
            }
            if (colors.size() < 2) {
                return await(
                        status,
                        "NoOtherColor",
                        "there is no other color than " + Sentences.colors(colors) + " yet",
                        now);
            }
            if (live.size() > 1) {
                return fail(
                        status,
                        "Ambiguous",
                        "the Services are on different colors (" + live + "): name one in to",
                        now);
            }
            to = colors.stream().filter(c -> !live.contains(c)).findFirst().orElseThrow();
        }
        return toward(to, spec, status, routings, live, colors, now);
    }

    private static SwapStep toward(
            String to,
            SwapSpec spec,
            SwapStatus status,
            List<Routing> routings,
            TreeSet<String> live,
            TreeSet<String> colors,
            Instant now) {
        TreeSet<String> leaving = leaving(live, to);
        Optional<Outcome> contradiction = contradiction(spec, leaving);
        if (contradiction.isPresent()) {
            return new Record(status.ended(contradiction.get(), now));
        }
        for (Routing routing : routings) {
            if (!routing.colors().contains(to)) {
                return await(
                        status,
                        "NoSuchColor",
                        "no workload behind Service " + routing.service().ref().name() + " has " + routing.colorLabel()
                                + "=" + to + " (colors there: " + Sentences.colors(routing.colors()) + ")",
                        now);
            }
        }
        String from = leaving.isEmpty() ? to : leaving.first();
        List<ServiceProgress> taken = routings.stream()
                .map(r -> ServiceProgress.taken(
                        r.service().ref().name(), r.service().ref().uid()))
                .toList();
        String line = leaving.isEmpty()
                ? to + " is live already; it is proven, and nothing is switched"
                : "swap from " + from + " to " + to;
        return new Record(status.decided(routings.getFirst().colorLabel(), from, to, taken)
                .enter(SwapPhase.Locking, "Decided", line, now));
    }

    /** All Services are held: nobody else moves them now, so what is live is read again, and where it leads to is kept. */
    static SwapStep onceHeld(SwapSpec spec, SwapStatus status, SwapObservation seen, Instant now) {
        String to = String.valueOf(status.to());
        TreeSet<String> live = new TreeSet<>();
        seen.services().values().stream()
                .flatMap(Optional::stream)
                .flatMap(s -> s.routing().live().stream())
                .forEach(live::add);
        TreeSet<String> leaving = leaving(live, to);
        Optional<Outcome> contradiction = contradiction(spec, leaving);
        if (contradiction.isPresent()) {
            return SwapPlanner.end(status, contradiction.get(), now);
        }
        String from = leaving.isEmpty() ? to : leaving.first();
        return new Record(status.decided(String.valueOf(status.colorLabel()), from, to, status.services())
                .enter(
                        SwapPhase.Preparing,
                        "Locked",
                        "holding " + Sentences.services(status.services()) + ", live is " + Sentences.colors(live),
                        now));
    }

    private static TreeSet<String> leaving(TreeSet<String> live, String to) {
        TreeSet<String> leaving = new TreeSet<>(live);
        leaving.remove(to);
        return leaving;
    }

    private static Optional<Outcome> contradiction(SwapSpec spec, TreeSet<String> leaving) {
        if (leaving.size() > 1) {
            return Optional.of(SwapPlanner.fail(
                    "Ambiguous",
                    "the Services are on different colors (" + Sentences.colors(leaving)
                            + "): bring them to one color first, or swap them one by one"));
        }
        if (spec.from() != null && !leaving.isEmpty() && !leaving.contains(spec.from())) {
            return Optional.of(SwapPlanner.fail(
                    "NotFrom",
                    "asked to swap from " + spec.from() + ", but " + leaving.first()
                            + " is live; nothing was changed"));
        }
        return Optional.empty();
    }

    private static SwapStep await(SwapStatus status, String reason, String what, Instant now) {
        if (SwapPlanner.late(status, now)) {
            return fail(status, reason, what + "; nothing was changed", now);
        }
        return new Wait(what + "; waiting until " + status.deadline(), null, SwapPlanner.RECHECK);
    }

    private static SwapStep fail(SwapStatus status, String reason, String what, Instant now) {
        return new Record(status.ended(SwapPlanner.fail(reason, what), now));
    }
}
