package io.pointsman.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pointsman.audit.AuditLog;
import io.pointsman.audit.AuditRecord;
import io.pointsman.operation.Operation;
import io.pointsman.security.Access.Attempt;
import io.pointsman.security.Subject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The one way by which an operation is asked for over HTTP: rights, then body, then the earlier request of the same key, then
 * what stands in the cluster, then the operation (or, on a dry run, its plan). Nothing is made before all of that is good.
 */
@Singleton
class Intake {
    private static final String DRY_RUN = "dryRun";

    private final CurrentCaller caller;
    private final Authorization authorization;
    private final Submission submission;
    private final AuditLog audit;
    private final Clock clock;
    private final ObjectMapper json;

    Intake(
            CurrentCaller caller,
            Authorization authorization,
            Submission submission,
            AuditLog audit,
            Clock clock,
            ObjectMapper json) {
        this.caller = caller;
        this.authorization = authorization;
        this.submission = submission;
        this.audit = audit;
        this.clock = clock;
        this.json = json;
    }

    /** What HTTP brought along beside the path. */
    record Http(List<String> keys, MultivaluedMap<String, String> query, InputStream body) {
        static Http of(HttpHeaders headers, MultivaluedMap<String, String> query, InputStream body) {
            List<String> keys = headers.getRequestHeader("Idempotency-Key");
            return new Http(keys == null ? List.of() : keys, query, body);
        }
    }

    /**
     * How one kind of operation reads its body and looks at the cluster.
     *
     * @param reason the caller's own words in the body
     * @param spec looks at the cluster and decides what to ask for, or ends the call
     * @param plan says what the operation would do, of the spec with its defaults filled in
     */
    record Kind<R, S>(
            Class<R> request, Class<S> specType, Function<R, Optional<String>> reason, Function<R, Look<S>> spec) {}

    /** What was decided on, and how to tell people about it. */
    record Look<S>(S spec, Function<S, Plan.Draft> plan) {}

    <R, S> Response take(Target target, Http http, Kind<R, S> kind) {
        Subject who = caller.subject();
        authorize(who, target);
        boolean dryRun = dryRun(http.query());
        Optional<String> key = key(http.keys());
        R request = RequestBody.read(http.body(), kind.request());
        Order order = new Order(
                target,
                key,
                RequestBody.fingerprint(request),
                who.username(),
                kind.reason().apply(request));
        if (dryRun) {
            return Response.ok(plan(order, kind, request)).build();
        }
        Submission.Submitted submitted =
                submission.submit(order, () -> tree(kind.spec().apply(request).spec()));
        Operation operation = submitted.operation();
        boolean over = submitted.replayed() && operation.finished();
        return Response.status(over ? Response.Status.OK : Response.Status.ACCEPTED)
                .header(HttpHeaders.LOCATION, OperationView.path(operation.namespace(), operation.name()))
                .entity(OperationView.of(operation))
                .build();
    }

    private void authorize(Subject who, Target target) {
        for (Attempt right : target.rights()) {
            authorization.refusal(who, right).ifPresent(refusal -> {
                audit.record(new AuditRecord(
                        clock.instant(),
                        who.username(),
                        target.verb(),
                        target.path(),
                        null,
                        null,
                        null,
                        null,
                        "refused: may not " + right.shown()));
                throw new ProblemException(refusal);
            });
        }
    }

    private <R, S> Plan plan(Order order, Kind<R, S> kind, R request) {
        Look<S> look = kind.spec().apply(request);
        ObjectNode defaulted = submission.rehearse(order, tree(look.spec())).spec();
        try {
            return Plan.of(order, look.plan().apply(json.treeToValue(defaulted, kind.specType())), defaulted);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the API server returned a spec that we cannot read", e);
        }
    }

    private ObjectNode tree(Object spec) {
        return json.valueToTree(spec);
    }

    private static boolean dryRun(MultivaluedMap<String, String> query) {
        for (String name : query.keySet()) {
            // A misspelled dryRun must not turn into the real thing.
            if (!name.equals(DRY_RUN)) {
                throw new ProblemException(
                        Problem.badRequest("The query parameter \"" + name + "\" is unknown; there is dryRun=true."));
            }
        }
        List<String> values = query.getOrDefault(DRY_RUN, List.of("false"));
        if (values.size() != 1 || !List.of("true", "false").contains(values.getFirst())) {
            throw new ProblemException(Problem.badRequest("The query parameter dryRun must be true or false."));
        }
        return Boolean.parseBoolean(values.getFirst());
    }

    private static Optional<String> key(List<String> keys) {
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        if (keys.size() > 1 || !OperationNames.legalKey(keys.getFirst())) {
            throw new ProblemException(Problem.badRequest("The header Idempotency-Key must be one value of 1 to "
                    + OperationNames.LONGEST_KEY + " visible ASCII characters."));
        }
        return Optional.of(keys.getFirst());
    }
}
