package io.pointsman.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pointsman.audit.AuditLog;
import io.pointsman.audit.AuditRecord;
import io.pointsman.operation.Creation;
import io.pointsman.operation.Operation;
import io.pointsman.operation.OperationDraft;
import io.pointsman.operation.Operations;
import io.pointsman.workload.Annotations;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes an operation of an order, once. Under an {@code Idempotency-Key} the first request makes it and every equal one
 * finds it, also while the first is still on its way: the API server lets only one object have the name. The order is
 * looked into only when there is no such operation yet, so a retry that comes after the swap is not judged by what the swap
 * itself has changed.
 */
@Singleton
class Submission {
    private static final int TRIES = 4;

    private final Operations operations;
    private final OperationNames names;
    private final AuditLog audit;
    private final Clock clock;

    Submission(Operations operations, OperationNames names, AuditLog audit, Clock clock) {
        this.operations = operations;
        this.names = names;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * How it went.
     *
     * @param replayed whether an earlier request made it
     */
    record Submitted(Operation operation, boolean replayed) {}

    /** Makes it, or finds it; {@code spec} is asked only when it has to be made. */
    Submitted submit(Order order, Supplier<ObjectNode> spec) {
        Optional<Submitted> earlier = order.key().flatMap(key -> earlier(order, name(order)));
        if (earlier.isPresent()) {
            return earlier.get();
        }
        ObjectNode decided = spec.get();
        for (int i = 0; i < TRIES; i++) {
            OperationDraft draft = draft(order, decided);
            switch (operations.create(draft, false)) {
                case Creation.Created(Operation made) -> {
                    record(order, draft, "requested");
                    return new Submitted(made, false);
                }
                case Creation.Exists() -> {
                    Optional<Submitted> first = order.key().flatMap(key -> earlier(order, draft.name()));
                    if (first.isPresent()) {
                        return first.get();
                    }
                }
                case Creation.Refused refused -> {
                    record(order, draft, "refused: " + refused.message());
                    throw new ProblemException(problem(refused));
                }
                case Creation.Misconfigured(String why) ->
                    throw new ProblemException(Problem.misconfigured(Sentence.of(why)));
            }
        }
        throw new ProblemException(
                Problem.busy("No free name was found for the operation; try again in a few seconds."));
    }

    /** Asks the API server whether it would take the operation, and returns it as it would be. */
    Operation rehearse(Order order, ObjectNode spec) {
        OperationDraft draft = draft(order, spec);
        return switch (operations.create(draft, true)) {
            case Creation.Created(Operation wouldBe) -> wouldBe;
            case Creation.Exists() ->
                operations
                        .find(order.target().operation(), order.target().namespace(), draft.name())
                        .orElseGet(() -> rehearse(order, spec));
            case Creation.Refused refused -> throw new ProblemException(problem(refused));
            case Creation.Misconfigured(String why) ->
                throw new ProblemException(Problem.misconfigured(Sentence.of(why)));
        };
    }

    private Optional<Submitted> earlier(Order order, String name) {
        return operations
                .find(order.target().operation(), order.target().namespace(), name)
                .map(found -> {
                    if (!order.fingerprint().equals(found.annotations().get(Annotations.REQUEST))) {
                        throw new ProblemException(
                                Problem.keyReused("The Idempotency-Key was used before, for another request: it"
                                        + " made " + found.shown() + " in namespace \"" + found.namespace()
                                        + "\". Send the same body again to get that operation, or take a new key."));
                    }
                    return new Submitted(found, true);
                });
    }

    private String name(Order order) {
        return order.key()
                .map(key -> names.keyed(
                        order.target().namespace(),
                        order.target().name(),
                        order.target().verb(),
                        key))
                .orElseGet(
                        () -> names.fresh(order.target().name(), order.target().verb()));
    }

    private OperationDraft draft(Order order, ObjectNode spec) {
        return new OperationDraft(
                order.target().operation(),
                order.target().namespace(),
                name(order),
                Map.of(
                        Annotations.REQUESTED_BY, order.requestedBy(),
                        Annotations.REQUEST, order.fingerprint()),
                spec);
    }

    private void record(Order order, OperationDraft draft, String outcome) {
        audit.record(new AuditRecord(
                clock.instant(),
                order.requestedBy(),
                order.target().verb(),
                order.target().path(),
                order.reason().orElse(null),
                draft.kind() + "/" + draft.name(),
                null,
                draft.spec().toString(),
                outcome));
    }

    private static Problem problem(Creation.Refused refused) {
        return Problem.refused(refused.status(), Sentence.of(refused.message()))
                .with(refused.causes().stream()
                        .map(c -> new Problem.FieldError(c.field(), c.message()))
                        .toList());
    }
}
