package io.pointsman.operation.swap;

import io.pointsman.operation.Holder;
import io.pointsman.operation.swap.SwapObservation.Seen;
import io.pointsman.operation.swap.SwapStatus.Outcome;
import io.pointsman.operation.swap.SwapStatus.ServiceProgress;
import io.pointsman.operation.swap.SwapStep.Lock;
import io.pointsman.operation.swap.SwapStep.Record;
import io.pointsman.operation.swap.SwapStep.Route;
import io.pointsman.operation.swap.SwapStep.Wait;
import io.pointsman.operation.traffic.EndpointProof;
import io.pointsman.operation.traffic.Routing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Proves that the arriving color has the traffic, or brings it back. */
final class Proving {
    private Proving() {}

    static SwapStep next(SwapStatus status, SwapObservation seen, Instant now) {
        List<ServiceProgress> proven = new ArrayList<>();
        Optional<Wait> awaited = Optional.empty();
        for (ServiceProgress service : status.services()) {
            Routing routing = SwapPlanner.same(service, seen).orElseThrow().routing();
            if (!routing.service().selector().equals(service.afterRoute())) {
                return SwapPlanner.end(status, Switch.changed(routing, "before the swap was proven"), now);
            }
            EndpointProof proof = EndpointProof.of(routing, service.afterRoute());
            Optional<String> trouble = trouble(proof, service, routing, status);
            if (trouble.isPresent() && awaited.isEmpty()) {
                awaited = Optional.of(new Wait(
                        service.name() + ": " + trouble.get(),
                        proof.ready() + "/" + service.wantedReady(),
                        SwapPlanner.RECHECK));
            }
            proven.add(service.verified(proof.ready(), now));
        }
        if (awaited.isPresent()) {
            Wait wait = awaited.get();
            return SwapPlanner.late(status, now) ? back(status, "NotProven", wait.message(), now) : wait;
        }
        String progress =
                proven.stream().mapToInt(s -> s.ready() == null ? 0 : s.ready()).sum() + "/"
                        + proven.stream().mapToInt(ServiceProgress::wantedReady).sum();
        SwapStatus done = status.with(proven).saying(String.valueOf(status.message()), progress);
        return SwapPlanner.end(done, new Outcome(true, "Proven", success(status)), now);
    }

    private static Optional<String> trouble(
            EndpointProof proof, ServiceProgress service, Routing routing, SwapStatus status) {
        if (!proof.proven()) {
            return Optional.of(String.join("; ", proof.troubles()));
        }
        if (proof.ready() < service.wantedReady()) {
            return Optional.of(Sentences.unready(
                    routing, service.afterRoute(), String.valueOf(status.to()), service.wantedReady()));
        }
        return Optional.empty();
    }

    private static String success(SwapStatus status) {
        String held = Sentences.services(status.services()) + ": the EndpointSlices hold exactly the ready "
                + status.to() + " pods";
        return String.valueOf(status.to()).equals(status.from())
                ? held + "; " + status.to() + " was live already"
                : held + "; connections made before the switch stay on " + status.from() + " as long as its pods live";
    }

    /** Decides to go back, if there is a color to go back to: one ready pod is enough. */
    static Record back(SwapStatus status, String reason, String what, Instant now) {
        if (String.valueOf(status.to()).equals(status.from())) {
            return SwapPlanner.end(status, SwapPlanner.fail(reason, what + "; nothing had been switched"), now);
        }
        return new Record(status.ending(SwapPlanner.fail(reason, what))
                .enter(SwapPhase.Reverting, "Reverting", "going back to " + status.from() + ": " + what, now));
    }

    static SwapStep goBack(SwapStatus status, SwapObservation seen, Instant now) {
        String reason =
                status.outcome() == null ? "NotProven" : status.outcome().reason();
        String what = status.outcome() == null ? "not proven" : status.outcome().message();
        for (ServiceProgress service : status.services()) {
            Optional<Seen> found = SwapPlanner.same(service, seen);
            if (found.isEmpty() || service.beforeRoute().equals(service.afterRoute())) {
                continue;
            }
            if (found.get().holder() instanceof Holder.Other other) {
                return SwapPlanner.end(status, SwapPlanner.lostLock(service, other, status), now);
            }
            Routing routing = found.get().routing();
            Map<String, String> before = service.beforeRoute();
            if (SwapPlanner.routed(found.get(), service.afterRoute())) {
                if (!(found.get().holder() instanceof Holder.Ours)) {
                    return new Lock(routing);
                }
                if (routing.serving(before) == 0) {
                    return SwapPlanner.end(
                            status,
                            SwapPlanner.fail(
                                    reason,
                                    what + "; it stays on " + status.to() + ", because no " + status.from()
                                            + " pod of Service " + service.name() + " is ready to go back to"),
                            now);
                }
                return new Route(routing, service.afterRoute(), before);
            }
            if (!SwapPlanner.routed(found.get(), before)) {
                return SwapPlanner.end(status, Switch.changed(routing, "while the swap went back"), now);
            }
        }
        return SwapPlanner.end(
                status, SwapPlanner.fail(reason, what + "; " + status.from() + " has the traffic again"), now);
    }
}
