package io.pointsman.operation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A condition as {@code kubectl wait --for=condition=<type>} reads it. Finished operations carry {@code Complete} or
 * {@code Failed}, like Jobs.
 *
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason one CamelCase word
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Condition(String type, String status, String reason, String message, Instant lastTransitionTime) {
    public static final String COMPLETE = "Complete";
    public static final String FAILED = "Failed";

    public Condition {
        Objects.requireNonNull(type);
        Objects.requireNonNull(status);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(message);
        Objects.requireNonNull(lastTransitionTime);
    }

    /** {@code conditions} with this one in the place of its type; its transition time moves only with its status. */
    public List<Condition> in(List<Condition> conditions) {
        Instant since = find(conditions, type)
                .filter(old -> old.status.equals(status))
                .map(Condition::lastTransitionTime)
                .orElse(lastTransitionTime);
        Condition next = new Condition(type, status, reason, message, since);
        return Stream.concat(conditions.stream().filter(c -> !c.type.equals(type)), Stream.of(next))
                .toList();
    }

    /** The condition of that type, if there is one. */
    public static Optional<Condition> find(List<Condition> conditions, String type) {
        return conditions.stream().filter(c -> c.type.equals(type)).findFirst();
    }
}
