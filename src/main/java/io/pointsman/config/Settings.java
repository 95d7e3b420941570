package io.pointsman.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What the types of the settings cannot say. Pure; all that is wrong is said at once. */
final class Settings {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
    private static final int LAST_PORT = 65_535;
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
    private static final Duration SHORTEST_RETRY = Duration.ofMillis(100);

    private Settings() {}

    static List<String> problems(PointsmanConfig config, int httpPort) {
        List<String> problems = new ArrayList<>();
        name(problems, LABEL, "pointsman.namespace", config.namespace());
        PointsmanConfig.Webhook webhook = config.webhook();
        name(problems, NAME, "pointsman.webhook.configuration-name", webhook.configurationName());
        if (webhook.port() < 0 || webhook.port() > LAST_PORT) {
            problems.add("pointsman.webhook.port is " + webhook.port() + ": it must be a port from 1 to " + LAST_PORT
                    + ", or 0 for any free one");
        } else if (webhook.enabled() && webhook.port() != 0 && webhook.port() == httpPort) {
            problems.add("pointsman.webhook.port and quarkus.http.port are both " + httpPort
                    + ": they must be different ports");
        }
        name(
                problems,
                NAME,
                "pointsman.certificates.secret",
                config.certificates().secret());
        if (config.certificates().hosts().stream().anyMatch(String::isBlank)) {
            problems.add("pointsman.certificates.hosts has an empty entry: it must be DNS names or addresses,"
                    + " separated by commas");
        }
        leader(problems, config.leader());
        if (config.control().maxEventStreams() < 1) {
            problems.add("pointsman.control.max-event-streams is "
                    + config.control().maxEventStreams() + ": it must be 1 or more");
        }
        return problems;
    }

    private static void name(List<String> problems, Pattern legal, String setting, String value) {
        if (!legal.matcher(value).matches()) {
            problems.add(
                    setting + " is \"" + value + "\": it must be a name that Kubernetes allows, such as pointsman");
        }
    }

    /** The rules of the election itself: a leader must give up before the others may take over. */
    private static void leader(List<String> problems, PointsmanConfig.Leader leader) {
        name(problems, NAME, "pointsman.leader.lease-name", leader.leaseName());
        if (leader.duration().compareTo(SHORTEST_LEASE) < 0) {
            problems.add("pointsman.leader.duration is " + shown(leader.duration()) + ": it must be 1s or more");
        }
        if (leader.renewDeadline().compareTo(leader.duration()) >= 0) {
            problems.add("pointsman.leader.renew-deadline is " + shown(leader.renewDeadline())
                    + ": it must be shorter than pointsman.leader.duration, which is " + shown(leader.duration()));
        }
        if (leader.retryPeriod().compareTo(SHORTEST_RETRY) < 0) {
            problems.add(
                    "pointsman.leader.retry-period is " + shown(leader.retryPeriod()) + ": it must be 0.1s or more");
        }
        if (leader.retryPeriod().multipliedBy(6).dividedBy(5).compareTo(leader.renewDeadline()) >= 0) {
            problems.add("pointsman.leader.retry-period is " + shown(leader.retryPeriod())
                    + ": 1.2 times it must be shorter than pointsman.leader.renew-deadline, which is "
                    + shown(leader.renewDeadline()));
        }
    }

    private static String shown(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
