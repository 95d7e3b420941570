package io.pointsman.operation.swap;

import io.pointsman.operation.swap.SwapObservation.Seen;
import io.pointsman.operation.swap.SwapStatus.ServiceProgress;
import io.pointsman.operation.swap.SwapStep.Record;
import io.pointsman.operation.swap.SwapStep.Route;
import io.pointsman.operation.swap.SwapStep.Wait;
import io.pointsman.operation.traffic.PodView;
import io.pointsman.operation.traffic.Routing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Waits until the arriving color can take over, writes down what will be written, and writes it. */
final class Switch {
    private Switch() {}

    static SwapStep prepare(SwapSpec spec, SwapStatus status, SwapObservation seen, Instant now) {
        String to = status.to() == null ? "" : status.to();
        List<ServiceProgress> planned = new ArrayList<>();
        for (ServiceProgress service : status.services()) {
            Routing routing = SwapPlanner.same(service, seen).orElseThrow().routing();
            String live = routing.live().orElse("");
            if (!live.equals(status.from()) && !live.equals(to)) {
                return SwapPlanner.end(status, changed(routing, "before the switch"), now);
            }
            SortedMap<String, String> before = routing.service().selector();
            SortedMap<String, String> after = routing.routeTo(to);
            int wanted = before.equals(after) ? 1 : Math.max(1, routing.living(before));
            int ready = routing.serving(after);
            Optional<String> trouble = ready < wanted
                    ? Optional.of(Sentences.unready(routing, after, to, wanted))
                    : uncoveredNodes(routing, before, after, to);
            if (trouble.isPresent()) {
                if (SwapPlanner.late(status, now)) {
                    return SwapPlanner.end(
                            status, SwapPlanner.fail("NotReady", trouble.get() + "; nothing was switched"), now);
                }
                return new Wait("waiting: " + trouble.get(), ready + "/" + wanted, SwapPlanner.RECHECK);
            }
            planned.add(service.planned(before, after, ready, wanted));
        }
        return new Record(status.with(planned)
                .until(now.plus(spec.verificationTimeout()))
                .enter(SwapPhase.Switching, "Prepared", "the " + to + " pods are ready: " + counts(planned), now));
    }

    static SwapStep next(SwapSpec spec, SwapStatus status, SwapObservation seen, Instant now) {
        boolean begun = status.services().stream().anyMatch(s -> SwapPlanner.switched(s, seen));
        for (ServiceProgress service : status.services()) {
            Seen found = SwapPlanner.same(service, seen).orElseThrow();
            if (SwapPlanner.routed(found, service.afterRoute())) {
                continue;
            }
            if (!SwapPlanner.routed(found, service.beforeRoute())) {
                return SwapPlanner.end(status, changed(found.routing(), "during the switch"), now);
            }
            if (found.routing().serving(service.afterRoute()) < service.wantedReady()) {
                return lostReadiness(spec, status, found.routing(), service, begun, now);
            }
            return new Route(found.routing(), service.beforeRoute(), service.afterRoute());
        }
        List<ServiceProgress> switched =
                status.services().stream().map(s -> s.switched(now)).toList();
        return new Record(status.with(switched)
                .enter(
                        SwapPhase.Verifying,
                        "Switched",
                        Sentences.services(switched) + " now selects " + status.colorLabel() + "=" + status.to(),
                        now));
    }

    private static SwapStep lostReadiness(
            SwapSpec spec, SwapStatus status, Routing routing, ServiceProgress service, boolean begun, Instant now) {
        String what =
                Sentences.unready(routing, service.afterRoute(), String.valueOf(status.to()), service.wantedReady());
        if (begun) {
            return Proving.back(status, "NotReady", what, now);
        }
        return new Record(status.until(now.plus(spec.prepareTimeout()))
                .enter(SwapPhase.Preparing, "Waiting", "not switched yet: " + what, now));
    }

    /** For traffic policy Local a node uses only its own endpoints, so each node that serves now must serve afterwards. */
    private static Optional<String> uncoveredNodes(
            Routing routing, Map<String, String> before, Map<String, String> after, String to) {
        if (!routing.service().local()) {
            return Optional.empty();
        }
        Set<String> uncovered = nodes(routing, before);
        uncovered.removeAll(nodes(routing, after));
        if (uncovered.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("Service " + routing.service().ref().name() + " has traffic policy Local, and no ready " + to
                + " pod runs on " + String.join(", ", uncovered) + ": requests there would be dropped");
    }

    private static Set<String> nodes(Routing routing, Map<String, String> route) {
        return routing.behind(route).stream()
                .filter(PodView::serving)
                .flatMap(p -> p.node().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static SwapStatus.Outcome changed(Routing routing, String when) {
        return SwapPlanner.fail(
                "SelectorChanged",
                "the selector of Service " + routing.service().ref().name() + " was changed "
                        + when
                        + routing.service()
                                .selectorManager()
                                .map(m -> " by " + m)
                                .orElse("") + " to "
                        + routing.service().selector() + "; it is left as it is");
    }

    private static String counts(List<ServiceProgress> services) {
        return services.stream()
                .map(s -> s.name() + " " + s.ready() + " for " + s.wanted())
                .collect(Collectors.joining(", "));
    }
}
