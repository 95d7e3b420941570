package io.pointsman.admission;

import io.micrometer.core.instrument.MeterRegistry;
import io.pointsman.admission.AdmissionMetrics.Outcome;
import io.pointsman.policy.Policies;
import io.pointsman.policy.Surroundings;
import io.pointsman.security.Access;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Answers AdmissionReviews. A review that can be read is always answered: when Pointsman fails, a change of a workload is
 * let through with a warning, and an operation is refused, because one that was not checked must not run.
 */
public final class Admission {
    private static final Logger LOG = Logger.getLogger(Admission.class);

    private static final int WARM_UP_ROUNDS = 50;
    private static final String SAMPLE = """
            {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {"uid": "warm-up", "operation": "CREATE",
             "kind": {"group": "apps", "version": "v1", "kind": "Deployment"}, "namespace": "warm-up", "name": "warm-up",
             "object": {"metadata": {"name": "warm-up", "namespace": "warm-up"}, "spec": {"replicas": 2, "template":
              {"metadata": {"labels": {"app": "warm-up"}}, "spec": {"containers": [{"name": "warm-up", "image": "warm-up:1",
               "ports": [{"containerPort": 80}], "readinessProbe": {"tcpSocket": {"port": 80}}}]}}}}}}
            """;

    /** The two webhooks. */
    enum Webhook {
        VALIDATE,
        MUTATE
    }

    private final ReviewReader reader = new ReviewReader();
    private final WorkloadReviews workloads;
    private final OperationReviews operations;
    private final AdmissionMetrics metrics;

    /**
     * @param ownUser the name that the API server knows Pointsman by
     */
    public Admission(
            Policies policies,
            Surroundings surroundings,
            Access access,
            Supplier<String> ownUser,
            MeterRegistry registry,
            Clock clock) {
        this.metrics = new AdmissionMetrics(registry);
        this.workloads = new WorkloadReviews(policies, surroundings, clock, metrics::judged);
        this.operations = new OperationReviews(access, ownUser);
    }

    /** Judges a sample until the code that does it is loaded, so that the first review that counts is not a slow one. */
    public void warmUp() {
        try {
            byte[] sample = SAMPLE.getBytes(StandardCharsets.UTF_8);
            Review review = reader.read(sample);
            for (int i = 0; i < WARM_UP_ROUNDS; i++) {
                decide(Webhook.VALIDATE, reader.read(sample)).encode(review);
            }
        } catch (ReviewReader.Unreadable e) {
            throw new IllegalStateException("the sample is a review", e);
        }
    }

    AdmissionMetrics metrics() {
        return metrics;
    }

    Review read(byte[] body) throws ReviewReader.Unreadable {
        return reader.read(body);
    }

    /** The answer to a review, whatever happens on the way to it. */
    @SuppressWarnings("CatchingUnchecked") // the edge: nothing may pass it
    byte[] answer(Webhook webhook, Review review, long startedNanos) {
        Answer answer;
        Outcome outcome;
        try {
            answer = decide(webhook, review);
            outcome =
                    !answer.allowed() ? Outcome.denied : answer.warnings().isEmpty() ? Outcome.allowed : Outcome.warned;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.errorf(e, "a review could not be judged %s", about(review));
            answer = unjudged(review, "an error in Pointsman, which its log explains");
            outcome = Outcome.error;
        }
        metrics.answered(review, outcome, System.nanoTime() - startedNanos);
        return answer.encode(review);
    }

    /** The answer to a review that there is no time left for. */
    byte[] late(Review review, long startedNanos) {
        LOG.warnf("a review was not judged in time %s", about(review));
        metrics.answered(review, Outcome.late, System.nanoTime() - startedNanos);
        return unjudged(review, "Pointsman had no time left to judge it").encode(review);
    }

    private Answer decide(Webhook webhook, Review review) {
        boolean own = review.group().equals(OperationReviews.GROUP);
        return switch (webhook) {
            case MUTATE -> own ? operations.stamp(review) : Answer.allow();
            case VALIDATE -> own ? operations.judge(review) : workloads.judge(review);
        };
    }

    private static Answer unjudged(Review review, String why) {
        return review.group().equals(OperationReviews.GROUP)
                ? Answer.deny("The operation was not checked and is refused: " + why + ". Try again.")
                : Answer.allow(List.of("This change was not judged and passes: " + why + "."));
    }

    private static String about(Review review) {
        return "uid=%s kind=%s namespace=%s name=%s user=%s"
                .formatted(
                        review.uid(),
                        review.kind(),
                        review.namespace(),
                        review.name(),
                        review.user().username());
    }
}
