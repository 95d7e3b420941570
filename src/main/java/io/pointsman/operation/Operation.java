package io.pointsman.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pointsman.workload.Annotations;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An operation as it is stored: what was asked for, and where it stands. Spec and status are passed on as they are, so
 * that nothing is lost on the way.
 *
 * @param version its resourceVersion
 */
public record Operation(
        OperationKind kind,
        String namespace,
        String name,
        String uid,
        String version,
        Instant createdAt,
        Map<String, String> annotations,
        ObjectNode spec,
        ObjectNode status) {
    public Operation {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(name);
        Objects.requireNonNull(uid);
        Objects.requireNonNull(version);
        Objects.requireNonNull(createdAt);
        annotations = Map.copyOf(annotations);
        spec = spec.deepCopy();
        status = status.deepCopy();
    }

    /** For messages: {@code <kind>/<name>}. */
    public String shown() {
        return kind + "/" + name;
    }

    /** Who asked for it. */
    public Optional<String> requestedBy() {
        return text("requestedBy").or(() -> Optional.ofNullable(annotations.get(Annotations.REQUESTED_BY)));
    }

    public Optional<String> phase() {
        return text("phase");
    }

    public Optional<String> message() {
        return text("message");
    }

    public Optional<String> progress() {
        return text("progress");
    }

    /** Whether it has ended, well or not, and will never do anything again. */
    public boolean finished() {
        return status.hasNonNull("finishedAt") || is(Condition.COMPLETE) || is(Condition.FAILED);
    }

    /** Whether it has ended well. */
    public boolean succeeded() {
        return is(Condition.COMPLETE);
    }

    private boolean is(String condition) {
        for (JsonNode each : status.path("conditions")) {
            if (each.path("type").asText().equals(condition)) {
                return each.path("status").asText().equals("True");
            }
        }
        return false;
    }

    private Optional<String> text(String field) {
        JsonNode value = status.get(field);
        return value == null || !value.isTextual() ? Optional.empty() : Optional.of(value.textValue());
    }
}
