package io.pointsman.operation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** One line of an operation's ordered log: when, which step, and what happened, for a person to read. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Step(Instant time, String step, String message) {
    /** The longest log that a status keeps; the first line and the newest ones stay. */
    public static final int MOST = 64;

    public Step {
        Objects.requireNonNull(time);
        Objects.requireNonNull(step);
        Objects.requireNonNull(message);
    }

    /** {@code log} with {@code next} at its end, within {@link #MOST} lines. */
    public static List<Step> append(List<Step> log, Step next) {
        if (log.size() < MOST) {
            return Stream.concat(log.stream(), Stream.of(next)).toList();
        }
        return Stream.of(log.subList(0, 1), log.subList(log.size() - MOST + 2, log.size()), List.of(next))
                .flatMap(List::stream)
                .toList();
    }
}
