package io.pointsman.operation;

import java.util.Objects;
import java.util.Optional;

/**
 * Names one run of one operation. The uid is part of the name: an operation that was deleted and made again under the
 * same name is another one.
 *
 * @param kind {@code BlueGreenSwap} or {@code PacedRollout}
 */
public record OperationRef(String kind, String namespace, String name, String uid) {
    public OperationRef {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(name);
        Objects.requireNonNull(uid);
    }

    /** The value of the {@code held-by} annotation: {@code <kind>/<name>/<uid>}. */
    public String heldBy() {
        return kind + "/" + name + "/" + uid;
    }

    /** For messages: {@code <kind>/<name>}. */
    public String shown() {
        return kind + "/" + name;
    }

    /** Reads a {@code held-by} annotation of an object in {@code namespace}; empty when it is not one of ours. */
    public static Optional<OperationRef> parse(String namespace, String heldBy) {
        String[] parts = heldBy.split("/", -1);
        if (parts.length != 3 || parts[0].isBlank() || parts[1].isBlank() || parts[2].isBlank()) {
            return Optional.empty();
        }
        return Optional.of(new OperationRef(parts[0], namespace, parts[1], parts[2]));
    }
}
