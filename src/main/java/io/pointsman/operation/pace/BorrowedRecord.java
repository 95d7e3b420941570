package io.pointsman.operation.pace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pointsman.operation.pace.PaceStatus.Borrowed;
import java.util.Optional;

/**
 * What was borrowed, as it stands beside the lock on the object itself: enough for a person, or for Pointsman after the
 * operation was deleted, to give it back without the operation's status.
 */
public final class BorrowedRecord {
    private static final ObjectMapper JSON = new ObjectMapper();

    private BorrowedRecord() {}

    static String write(Borrowed borrowed) {
        try {
            return JSON.writeValueAsString(borrowed);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was borrowed can't be written as JSON", e);
        }
    }

    /** Reads one; empty when somebody has made something else of it. */
    public static Optional<Borrowed> read(String text) {
        try {
            Borrowed borrowed = JSON.readValue(text, Borrowed.class);
            return borrowed == null || borrowed.was() == null || borrowed.set() == null
                    ? Optional.empty()
                    : Optional.of(borrowed);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
