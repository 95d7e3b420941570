package io.pointsman.audit;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One action on the cluster, or one that was asked for and refused.
 *
 * @param who the user as the API server names them; Pointsman's own steps carry who asked for the operation
 * @param action a verb in lower case, for example {@code swap}, {@code restart}, {@code switch-selector}
 * @param object what it was done to, as {@code <Kind>/<namespace>/<name>}
 * @param reason why, in the words of who asked
 * @param operation the operation that it belongs to, as {@code <Kind>/<name>}
 * @param before what was there, where the action replaced something
 * @param after what is there now
 * @param outcome how it ended, for example {@code done}, {@code requested}, {@code refused: <why>}, {@code conflict}
 */
public record AuditRecord(
        Instant time,
        String who,
        String action,
        String object,
        @Nullable String reason,
        @Nullable String operation,
        @Nullable String before,
        @Nullable String after,
        String outcome) {
    public AuditRecord {
        Objects.requireNonNull(time);
        Objects.requireNonNull(who);
        Objects.requireNonNull(action);
        Objects.requireNonNull(object);
        Objects.requireNonNull(outcome);
    }
}
