package io.pointsman.admission;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long an answer may take: the API server says in {@code ?timeout=} when it stops waiting. */
final class Timeouts {
    private static final Pattern PART = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,9})?)(ms|s|m)");
    private static final Duration LEAST = Duration.ofMillis(100);

    private Timeouts() {}

    /** Four fifths of the caller's patience, and never more than {@code ours}. */
    static Duration budget(@Nullable String timeout, Duration ours) {
        Duration theirs = timeout == null ? null : parse(timeout);
        if (theirs == null) {
            return ours;
        }
        Duration part = theirs.multipliedBy(4).dividedBy(5);
        Duration shorter = part.compareTo(ours) < 0 ? part : ours;
        return shorter.compareTo(LEAST) < 0 ? LEAST : shorter;
    }

    private static @Nullable Duration parse(String timeout) {
        Matcher part = PART.matcher(timeout);
        BigDecimal millis = BigDecimal.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            BigDecimal number = new BigDecimal(part.group(1));
            millis = millis.add(
                    switch (part.group(2)) {
                        case "ms" -> number;
                        case "s" -> number.movePointRight(3);
                        default -> number.movePointRight(3).multiply(BigDecimal.valueOf(60));
                    });
            end = part.end();
        }
        return end == 0 || end != timeout.length() ? null : Duration.ofMillis(millis.longValue());
    }
}
