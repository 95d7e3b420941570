package io.pointsman.admission;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.pointsman.policy.Judged;
import io.pointsman.policy.Verdict;
import io.pointsman.workload.Kind;
import java.time.Duration;
import java.util.Set;

/** Counts and times what the webhooks answer. Every label has a bounded set of values. */
final class AdmissionMetrics {
    private static final Duration[] OBJECTIVES = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofMillis(2500)
    };
    private static final Set<String> OWN_KINDS = Set.of("BlueGreenSwap", "PacedRollout", "RolloutPolicy");

    private final MeterRegistry registry;

    AdmissionMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** How a review ended. */
    enum Outcome {
        allowed,
        warned,
        denied,
        late,
        error
    }

    void answered(Review review, Outcome outcome, long nanos) {
        Timer.builder("pointsman.admission.duration")
                .description("Time from the last byte of an AdmissionReview to its answer")
                .tag("kind", kind(review))
                .tag("operation", review.operation())
                .tag("outcome", outcome.name())
                .serviceLevelObjectives(OBJECTIVES)
                .register(registry)
                .record(Duration.ofNanos(nanos));
    }

    void judged(Verdict verdict, Review review) {
        for (Judged judged : verdict.judged()) {
            Counter.builder("pointsman.admission.findings")
                    .description("Findings in changes, by rule and what followed")
                    .tag("rule", judged.finding().rule())
                    .tag("action", judged.action().name())
                    .tag("dry_run", Boolean.toString(review.dryRun()))
                    .register(registry)
                    .increment();
        }
    }

    void refused(int status) {
        Counter.builder("pointsman.admission.unreadable")
                .description("Requests that were no AdmissionReview, by HTTP status")
                .tag("status", Integer.toString(status))
                .register(registry)
                .increment();
    }

    private static String kind(Review review) {
        if (review.group().equals(OperationReviews.GROUP)) {
            return OWN_KINDS.contains(review.kind()) ? review.kind() : "other";
        }
        return Kind.of(review.group(), review.kind()).map(Kind::shown).orElse("other");
    }
}
