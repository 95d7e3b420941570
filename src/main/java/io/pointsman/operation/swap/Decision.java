package io.pointsman.operation.swap;

import io.pointsman.operation.swap.SwapObservation.Seen;
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
 * Decides from and to, once. What may still appear (a Service, a color) is waited for until the deadline; what cannot be
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
        TreeSet<String> leaving = new TreeSet<>(live);
        leaving.remove(to);
        if (leaving.size() > 1) {
            return fail(
                    status,
                    "Ambiguous",
                    "the Services are on different colors (" + live
                            + "): bring them to one color first, or swap them one by one",
                    now);
        }
        if (spec.from() != null && !leaving.isEmpty() && !leaving.contains(spec.from())) {
            return fail(
                    status,
                    "NotFrom",
                    "asked to swap from " + spec.from() + ", but " + leaving.first() + " is live; nothing was changed",
                    now);
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
