package io.pointsman.workload;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A number of pods, or a percentage of them. Which way a percentage rounds is for each controller to say.
 *
 * @param amount pods, or percent when {@code percent}
 */
public record IntOrPercent(int amount, boolean percent) {
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,9})%");

    public static IntOrPercent of(int pods) {
        return new IntOrPercent(pods, false);
    }

    public static IntOrPercent percent(int percent) {
        return new IntOrPercent(percent, true);
    }

    /** Reads {@code 25%}; null for anything else. */
    public static @Nullable IntOrPercent parse(String text) {
        Matcher matcher = PERCENT.matcher(text);
        return matcher.matches() ? percent(Integer.parseInt(matcher.group(1))) : null;
    }

    /** Of {@code total} pods, the part of one rounded up to a whole. */
    public int up(int total) {
        return percent ? clamp(Math.ceilDiv((long) amount * total, 100L)) : amount;
    }

    /** Of {@code total} pods, the part of one dropped. */
    public int down(int total) {
        return percent ? clamp((long) amount * total / 100L) : amount;
    }

    private static int clamp(long pods) {
        return (int) Math.min(pods, Integer.MAX_VALUE);
    }

    /** As it stands in a manifest. */
    @Override
    public String toString() {
        return percent ? amount + "%" : Integer.toString(amount);
    }
}
