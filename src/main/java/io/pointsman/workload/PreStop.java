package io.pointsman.workload;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a container does before it is told to stop.
 *
 * @param seconds how long it surely takes, 0 when nobody can tell
 * @param field the field that says so, within the container
 */
public record PreStop(int seconds, String field) {
    private static final Pattern SLEEP =
            Pattern.compile("\\bsleep\\s+(\\d{1,6}(?:\\.\\d{1,3})?)([smhd]?)(?=\\s|;|&|\\||$)");
    /** Where a script branches, loops or goes on in the background, its sleeps do not add up. */
    private static final Pattern UNCERTAIN =
            Pattern.compile("\\b(if|while|until|for|case|timeout|trap)\\b|\\|\\||&(?!&)(?<!&&)|#");

    static @Nullable PreStop read(Fields container) {
        Fields hook = container.in("lifecycle").in("preStop");
        if (hook.has("sleep")) {
            return new PreStop(hook.in("sleep").integer("seconds", 0), "lifecycle.preStop.sleep");
        }
        if (hook.has("exec")) {
            return new PreStop(slept(hook.in("exec").texts("command")), "lifecycle.preStop.exec");
        }
        return hook.has("httpGet") || hook.has("tcpSocket") ? new PreStop(0, "lifecycle.preStop") : null;
    }

    private static int slept(List<String> command) {
        String line = String.join(" ", command);
        if (UNCERTAIN.matcher(line).find()) {
            return 0;
        }
        BigDecimal seconds = BigDecimal.ZERO;
        Matcher sleep = SLEEP.matcher(line);
        while (sleep.find()) {
            seconds = seconds.add(new BigDecimal(sleep.group(1)).multiply(BigDecimal.valueOf(unit(sleep.group(2)))));
        }
        return seconds.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue();
    }

    private static long unit(String suffix) {
        return switch (suffix) {
            case "m" -> 60;
            case "h" -> 3600;
            case "d" -> 86400;
            default -> 1;
        };
    }
}
