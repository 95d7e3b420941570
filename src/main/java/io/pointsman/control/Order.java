package io.pointsman.control;

import java.util.Objects;
import java.util.Optional;

/**
 * A wish for an operation, before anything was looked up.
 *
 * @param key the {@code Idempotency-Key}
 * @param fingerprint the same for the same request, however its JSON was written
 * @param reason in the words of who asked; empty when none was given
 */
record Order(Target target, Optional<String> key, String fingerprint, String requestedBy, Optional<String> reason) {
    Order {
        Objects.requireNonNull(target);
        Objects.requireNonNull(fingerprint);
        Objects.requireNonNull(requestedBy);
    }
}
