package io.pointsman.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Objects;

/** An operation that is about to be made. */
public record OperationDraft(
        OperationKind kind, String namespace, String name, Map<String, String> annotations, ObjectNode spec) {
    public OperationDraft {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(name);
        annotations = Map.copyOf(annotations);
        spec = spec.deepCopy();
    }
}
