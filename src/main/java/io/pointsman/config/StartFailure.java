package io.pointsman.config;

import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.ConfigValidationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says why a start failed, where whoever set Pointsman up can mend it. */
final class StartFailure {
    private static final Pattern UNKNOWN = Pattern.compile("(\\S+) in .* does not map to any root");
    private static final Pattern CODE = Pattern.compile("SRCFG\\d+: ");
    private static final Pattern CONVERSION = Pattern.compile(
            "The config property (\\S+) with the config value \"(.*)\" threw an Exception whilst being converted (.*)",
            Pattern.DOTALL);

    private StartFailure() {}

    /** Empty for a fault of our own. */
    static Optional<String> sentence(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause() == t ? null : t.getCause()) {
            switch (t) {
                case StartRefusedException refused -> {
                    return Optional.of(String.valueOf(refused.getMessage()));
                }
                case QuarkusBindException bind -> {
                    return Optional.of("port " + bind.getPort() + " on " + bind.getHost()
                            + " is in use by another process: free it, or choose another in quarkus.http.port"
                            + " (QUARKUS_HTTP_PORT)");
                }
                case ConfigValidationException invalid -> {
                    return Optional.of(settings(invalid));
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    private static String settings(ConfigValidationException invalid) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < invalid.getProblemCount(); i++) {
            all.add(setting(CODE.matcher(invalid.getProblem(i).getMessage()).replaceAll("")));
        }
        return String.join("; ", all);
    }

    private static String setting(String problem) {
        Matcher unknown = UNKNOWN.matcher(problem);
        if (unknown.matches()) {
            return "there is no setting " + unknown.group(1);
        }
        Matcher conversion = CONVERSION.matcher(problem);
        return conversion.find()
                ? "the setting " + conversion.group(1) + " has the value \"" + conversion.group(2)
                        + "\", which is wrong: " + conversion.group(3)
                : problem;
    }
}
