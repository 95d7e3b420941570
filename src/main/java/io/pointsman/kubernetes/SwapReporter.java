package io.pointsman.kubernetes;

import io.pointsman.audit.AuditLog;
import io.pointsman.audit.AuditRecord;
import io.pointsman.operation.ObjectRef;
import io.pointsman.operation.OperationRef;
import io.pointsman.operation.Step;
import io.pointsman.operation.swap.SwapObservation;
import io.pointsman.operation.swap.SwapObservation.Seen;
import io.pointsman.operation.swap.SwapPhase;
import io.pointsman.operation.swap.SwapSpec;
import io.pointsman.operation.swap.SwapStatus;
import io.pointsman.operation.swap.SwapStep;
import io.pointsman.operation.traffic.Routing;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells people what a swap did: events on the operation and on its Services, and the audit trail. */
@ApplicationScoped
class SwapReporter {
    private static final String OWN_API = Kinds.GROUP + "/" + Kinds.VERSION;
    private static final Set<SwapPhase> BAD = Set.of(SwapPhase.Failed, SwapPhase.Reverting);
    private static final Set<SwapPhase> OF_INTEREST_TO_THE_SERVICE =
            Set.of(SwapPhase.Verifying, SwapPhase.Reverting, SwapPhase.Complete, SwapPhase.Failed);

    private final EventRecorder events;
    private final AuditLog audit;
    private final Clock clock;

    SwapReporter(EventRecorder events, AuditLog audit, Clock clock) {
        this.events = events;
        this.audit = audit;
        this.clock = clock;
    }

    /** A phase was entered and written down. */
    void entered(OperationRef self, SwapSpec spec, SwapStatus next, SwapObservation seen) {
        Step last = next.steps().getLast();
        SwapPhase phase = next.phase() == null ? SwapPhase.Pending : next.phase();
        boolean bad = BAD.contains(phase)
                || (next.outcome() != null && !next.outcome().complete());
        String reason = "Swap" + last.step();
        events.tell(
                new ObjectRef(self.kind(), self.namespace(), self.name(), self.uid()),
                OWN_API,
                bad,
                reason,
                last.message());
        if (OF_INTEREST_TO_THE_SERVICE.contains(phase)) {
            seen.services().values().stream()
                    .flatMap(Optional::stream)
                    .map(Seen::routing)
                    .forEach(r ->
                            events.tell(r.service().ref(), "v1", bad, reason, self.shown() + ": " + last.message()));
        }
        if (phase.finished()) {
            for (String service : spec.services()) {
                record(self, spec, next, "swap", service, next.from(), next.to(), phase + ": " + last.message());
            }
        }
    }

    /** A selector was written. */
    void routed(OperationRef self, SwapSpec spec, SwapStatus status, SwapStep.Route route) {
        Routing service = route.service();
        record(
                self,
                spec,
                status,
                "switch-selector",
                service.service().ref().name(),
                route.before().toString(),
                route.after().toString(),
                "done");
    }

    private void record(
            OperationRef self,
            SwapSpec spec,
            SwapStatus status,
            String action,
            String service,
            @Nullable String before,
            @Nullable String after,
            String outcome) {
        audit.record(new AuditRecord(
                clock.instant(),
                status.requestedBy() == null ? "" : status.requestedBy(),
                action,
                "Service/" + self.namespace() + "/" + service,
                spec.reason(),
                self.shown(),
                before,
                after,
                outcome));
    }
}
