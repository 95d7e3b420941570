package io.pointsman.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pointsman.audit.AuditRecord;
import io.pointsman.operation.Creation;
import io.pointsman.workload.Annotations;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SubmissionTest {
    private final MemoryOperations operations = new MemoryOperations();
    private final List<AuditRecord> audited = Collections.synchronizedList(new ArrayList<>());
    private final Submission submission = new Submission(
            operations, new OperationNames(new Random(1)), audited::add, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    private static Order order(Optional<String> key, String fingerprint) {
        return new Order(Target.swapOf("shop", "web"), key, fingerprint, "jane", Optional.of("release 2"));
    }

    private static ObjectNode green() {
        return Json.object("to", Json.text("green"));
    }

    private Submission.Submitted submit(Optional<String> key, String fingerprint) {
        return submission.submit(order(key, fingerprint), SubmissionTest::green);
    }

    @Test
    void theOperationCarriesWhoAskedAndWhat() {
        Submission.Submitted made = submit(Optional.of("run-1"), "f1");

        assertThat(made.replayed()).isFalse();
        assertThat(made.operation().annotations())
                .containsEntry(Annotations.REQUESTED_BY, "jane")
                .containsEntry(Annotations.REQUEST, "f1");
        assertThat(audited).singleElement().satisfies(record -> {
            assertThat(record.who()).isEqualTo("jane");
            assertThat(record.object()).isEqualTo("Service/shop/web");
            assertThat(record.reason()).isEqualTo("release 2");
            assertThat(record.outcome()).isEqualTo("requested");
        });
    }

    @Test
    void aRetryFindsTheFirstAndLooksAtNothing() {
        Submission.Submitted first = submit(Optional.of("run-1"), "f1");

        Submission.Submitted again = submission.submit(order(Optional.of("run-1"), "f1"), () -> {
            throw new AssertionError("a retry must not be judged by what the swap has changed");
        });

        assertThat(again.replayed()).isTrue();
        assertThat(again.operation().uid()).isEqualTo(first.operation().uid());
        assertThat(audited).hasSize(1);
    }

    @Test
    void theSameKeyWithAnotherBodyIsRefused() {
        submit(Optional.of("run-1"), "f1");

        Problem problem = catchThrowableOfType(ProblemException.class, () -> submit(Optional.of("run-1"), "f2"))
                .problem();

        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.type()).endsWith(":idempotency-key-reused");
    }

    @Test
    void withoutAKeyEachRequestIsAnOperation() {
        submit(Optional.empty(), "f1");
        submit(Optional.empty(), "f1");

        assertThat(operations.byName).hasSize(2);
    }

    @Test
    void ofManyEqualRequestsAtOnceOneMakesTheOperation() throws Exception {
        List<Submission.Submitted> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Submission.Submitted>> calls =
                    Collections.nCopies(50, () -> submit(Optional.of("run-1"), "f1"));
            for (Future<Submission.Submitted> each : threads.invokeAll(calls)) {
                all.add(each.get());
            }
        }

        assertThat(operations.byName).hasSize(1);
        assertThat(all).filteredOn(s -> !s.replayed()).hasSize(1);
        assertThat(all)
                .extracting(s -> s.operation().uid())
                .containsOnly(operations.byName.values().iterator().next().uid());
        assertThat(audited).hasSize(1);
    }

    @Test
    void whatTheApiServerRefusesIsPassedOnWithItsFields() {
        operations.answering = true;
        operations.answer =
                new Creation.Refused(422, "spec.to: too long", List.of(new Creation.Cause("spec.to", "too long")));

        Problem problem = catchThrowableOfType(ProblemException.class, () -> submit(Optional.empty(), "f1"))
                .problem();

        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.detail()).isEqualTo("Spec.to: too long.");
        assertThat(problem.causes()).containsExactly(new Problem.FieldError("spec.to", "too long"));
        assertThat(audited).singleElement().extracting(AuditRecord::outcome).isEqualTo("refused: spec.to: too long");
    }

    @Test
    void whenNoNameIsFreeItEnds() {
        operations.answering = true;

        assertThat(catchThrowableOfType(ProblemException.class, () -> submit(Optional.empty(), "f1"))
                        .problem()
                        .status())
                .isEqualTo(503);
    }
}
