package io.pointsman.admission;

import java.util.ArrayList;
import java.util.List;

/**
 * Fits warnings into what the API server passes on: it cuts each at 256 characters and drops the rest of them after 4,096
 * in all. They travel as HTTP headers, so control characters have no place in them.
 */
final class Warnings {
    private static final int LONGEST = 256;
    private static final int MOST = 4_000;

    private Warnings() {}

    static List<String> fit(List<String> warnings) {
        List<String> kept = new ArrayList<>();
        int total = 0;
        for (int i = 0; i < warnings.size(); i++) {
            String line = line(warnings.get(i));
            int length = line.codePointCount(0, line.length());
            int reserve = i + 1 < warnings.size() ? more(warnings.size()).length() : 0;
            if (total + length + reserve > MOST) {
                kept.add(more(warnings.size() - i));
                break;
            }
            kept.add(line);
            total += length;
        }
        return List.copyOf(kept);
    }

    private static String more(int count) {
        return "and " + count + " more";
    }

    private static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isISOControl(c) || !isScalar(c) ? ' ' : c)
                .forEach(line::appendCodePoint);
        String clean = line.toString();
        if (clean.codePointCount(0, clean.length()) <= LONGEST) {
            return clean;
        }
        return clean.substring(0, clean.offsetByCodePoints(0, LONGEST - 1)).stripTrailing() + "…";
    }

    /** Half a surrogate pair can't be written as UTF-8. */
    private static boolean isScalar(int codePoint) {
        return codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE;
    }
}
