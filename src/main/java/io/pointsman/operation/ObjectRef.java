package io.pointsman.operation;

import java.util.Objects;

/**
 * Names one living object that an operation works on, by uid: a Service that was deleted and made again is another one.
 *
 * @param kind for example {@code Service} or {@code Deployment}
 */
public record ObjectRef(String kind, String namespace, String name, String uid) {
    public ObjectRef {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(name);
        Objects.requireNonNull(uid);
    }

    /** For messages: {@code <kind>/<name>}. */
    public String shown() {
        return kind + "/" + name;
    }
}
