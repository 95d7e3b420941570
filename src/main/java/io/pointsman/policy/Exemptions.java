package io.pointsman.policy;

import io.pointsman.workload.Annotations;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an object's annotations {@code exempt.pointsman.io/<rule>: <until> <reason>} exempt it from. Until is a date, that
 * day included, or a time; both in UTC unless the time says otherwise.
 */
final class Exemptions {
    private final Map<String, String> honored = new TreeMap<>();
    private final List<String> refused = new ArrayList<>();

    Exemptions(Map<String, String> annotations, Instant now) {
        new TreeMap<>(annotations).forEach((key, value) -> {
            if (key.startsWith(Annotations.EXEMPT_PREFIX)) {
                read(key, value.strip(), now);
            }
        });
    }

    private void read(String key, String value, Instant now) {
        int space = value.indexOf(' ');
        String until = space < 0 ? value : value.substring(0, space);
        Optional<Instant> end = end(until);
        if (end.isEmpty()) {
            refused.add(
                    key + " is not honored: it must read \"<until> <reason>\", such as \"2027-01-31 single writer\".");
        } else if (space < 0 || value.substring(space).isBlank()) {
            refused.add(key + " is not honored: it gives no reason after the date.");
        } else if (!now.isBefore(end.get())) {
            refused.add(key + " is not honored: it expired on " + until + ".");
        } else {
            honored.put(key.substring(Annotations.EXEMPT_PREFIX.length()), until);
        }
    }

    private static Optional<Instant> end(String until) {
        try {
            return Optional.of(
                    until.indexOf('T') < 0
                            ? LocalDate.parse(until).plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC)
                            : OffsetDateTime.parse(until).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Until when the object is exempt from that rule, as its author wrote it. */
    Optional<String> until(String rule) {
        return Optional.ofNullable(honored.get(rule));
    }

    /** One sentence for each that does not count. */
    List<String> refused() {
        return List.copyOf(refused);
    }
}
