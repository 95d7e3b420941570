package io.pointsman.kubernetes.pace;

import io.pointsman.audit.AuditLog;
import io.pointsman.audit.AuditRecord;
import io.pointsman.kubernetes.EventRecorder;
import io.pointsman.kubernetes.Kinds;
import io.pointsman.operation.ObjectRef;
import io.pointsman.operation.OperationRef;
import io.pointsman.operation.Step;
import io.pointsman.operation.pace.PaceObservation;
import io.pointsman.operation.pace.PacePhase;
import io.pointsman.operation.pace.PaceSpec;
import io.pointsman.operation.pace.PaceStatus;
import io.pointsman.operation.pace.PaceStep;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells people what a paced rollout did: events on the operation and on its workload, and the audit trail. */
@ApplicationScoped
class PaceReporter {
    private static final String OWN_API = Kinds.GROUP + "/" + Kinds.VERSION;
    private static final Set<PacePhase> BAD = Set.of(PacePhase.Failed, PacePhase.Stopping, PacePhase.Stopped);
    private static final Set<PacePhase> OF_INTEREST_TO_THE_WORKLOAD = Set.of(
            PacePhase.Rolling,
            PacePhase.Settling,
            PacePhase.Finishing,
            PacePhase.Undoing,
            PacePhase.Complete,
            PacePhase.Failed,
            PacePhase.Stopped);

    private final EventRecorder events;
    private final AuditLog audit;
    private final Clock clock;

    PaceReporter(EventRecorder events, AuditLog audit, Clock clock) {
        this.events = events;
        this.audit = audit;
        this.clock = clock;
    }

    /** A phase was entered and written down. */
    void entered(OperationRef self, PaceSpec spec, PaceStatus next, PaceObservation seen) {
        if (next.steps().isEmpty()) {
            return;
        }
        Step last = next.steps().getLast();
        PacePhase phase = next.phase() == null ? PacePhase.Pending : next.phase();
        boolean bad = BAD.contains(phase)
                || last.step().equals("Overshot")
                || (next.outcome() != null && next.outcome().phase() != PacePhase.Complete);
        String reason = "Pace" + last.step();
        events.tell(
                new ObjectRef(self.kind(), self.namespace(), self.name(), self.uid()),
                OWN_API,
                bad,
                reason,
                last.message());
        if (OF_INTEREST_TO_THE_WORKLOAD.contains(phase)) {
            String release = next.release() == null ? "" : "; give it back with: " + next.release();
            seen.target()
                    .ifPresent(t -> events.tell(
                            t.deployment().ref(),
                            "apps/v1",
                            bad,
                            reason,
                            self.shown() + ": " + last.message() + release));
        }
        if (phase.finished()) {
            record(self, spec, next, spec.action().name(), null, null, phase + ": " + last.message());
        }
    }

    /** The workload was written to. */
    void wrote(OperationRef self, PaceSpec spec, PaceStatus status, PaceStep.Write write) {
        record(self, spec, status, write.what(), null, write.patch().toJson().toString(), "done");
    }

    private void record(
            OperationRef self,
            PaceSpec spec,
            PaceStatus status,
            String action,
            @Nullable String before,
            @Nullable String after,
            String outcome) {
        audit.record(new AuditRecord(
                clock.instant(),
                status.requestedBy() == null ? "" : status.requestedBy(),
                action,
                spec.target().kind() + "/" + self.namespace() + "/"
                        + spec.target().name(),
                spec.reason(),
                self.shown(),
                before,
                after,
                outcome));
    }
}
