package io.pointsman.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as RFC 9457 writes it.
 *
 * @param type a stable name for programs, such as {@code tag:pointsman.io,2026:unknown-color}
 * @param title the same in a few words
 * @param detail what is, what should be, and how to get there
 * @param instance names this one occurrence in the log; only where the fault is Pointsman's own
 * @param causes the fields that are wrong
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String instance,
        List<FieldError> causes) {
    static final String MEDIA_TYPE = "application/problem+json";
    private static final String TYPES = "tag:pointsman.io,2026:";

    Problem {
        Objects.requireNonNull(type);
        Objects.requireNonNull(title);
        Objects.requireNonNull(detail);
        causes = List.copyOf(causes);
    }

    /** One wrong field of the body, or of the operation that was made of it. */
    @RegisterForReflection
    record FieldError(String field, String message) {}

    private static Problem of(int status, String type, String title, String detail) {
        return new Problem(TYPES + type, title, status, detail, null, List.of());
    }

    Problem with(List<FieldError> fields) {
        return new Problem(type, title, status, detail, instance, fields);
    }

    static Problem badRequest(String detail) {
        return of(400, "bad-request", "The request cannot be read", detail);
    }

    static Problem unauthorized(String detail) {
        return of(401, "unauthorized", "A valid bearer token is needed", detail);
    }

    static Problem forbidden(String detail) {
        return of(403, "forbidden", "The caller is not allowed to do this", detail);
    }

    static Problem notFound(String detail) {
        return of(404, "not-found", "There is no such thing", detail);
    }

    static Problem ambiguous(String detail) {
        return of(409, "ambiguous", "Two operations have this name", detail);
    }

    static Problem conflict(String detail) {
        return of(409, "conflict", "The cluster is not as the request expects", detail);
    }

    static Problem notSwappable(String detail) {
        return of(422, "not-swappable", "This Service cannot be swapped", detail);
    }

    static Problem unknownColor(String detail) {
        return of(422, "unknown-color", "There is no such color", detail);
    }

    static Problem ambiguousColor(String detail) {
        return of(422, "ambiguous-color", "The color to go to is not clear", detail);
    }

    static Problem keyReused(String detail) {
        return of(422, "idempotency-key-reused", "This Idempotency-Key belongs to another request", detail);
    }

    static Problem refused(int status, String detail) {
        return of(status, "refused", "The cluster refused the operation", detail);
    }

    static Problem misconfigured(String detail) {
        return of(500, "misconfigured", "Pointsman is not set up for this", detail);
    }

    static Problem unavailable(String detail) {
        return of(503, "unavailable", "The cluster gives no answer now", detail);
    }

    static Problem busy(String detail) {
        return of(503, "busy", "Pointsman is busy", detail);
    }

    /** What the HTTP machinery says by a status code alone. */
    static Problem http(int status, String method, String path) {
        return switch (status) {
            case 404 -> notFound("There is nothing at " + path + "; /q/openapi lists what there is.");
            case 405 ->
                of(
                        405,
                        "method-not-allowed",
                        "This path has no such method",
                        path + " does not take " + method + "; the Allow header says what it takes.");
            case 406 ->
                of(
                        406,
                        "not-acceptable",
                        "No such representation",
                        path
                                + " answers in JSON, and event streams in text/event-stream: let the Accept header allow it.");
            case 413 ->
                of(
                        413,
                        "too-large",
                        "The body is too large",
                        "The body may have " + RequestBody.MOST_BYTES + " bytes at most.");
            case 415 ->
                of(
                        415,
                        "unsupported-media-type",
                        "The body is not JSON",
                        "The body must be JSON: send it with Content-Type: application/json.");
            default ->
                of(
                        status,
                        "http-" + status,
                        "The request cannot be served",
                        method + " " + path + " cannot be served (HTTP " + status + ").");
        };
    }

    /** A fault of Pointsman's own; {@code id} finds it in the log. */
    static Problem internal(String id) {
        return new Problem(
                TYPES + "internal",
                "Pointsman failed",
                500,
                "Something went wrong inside Pointsman; its log says what, under " + id + ".",
                "urn:uuid:" + id,
                List.of());
    }
}
