package io.pointsman.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static PointsmanConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(PointsmanConfig.class)
                .withConverter(Duration.class, 300, (Converter<Duration>) SettingsTest::duration)
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .build()
                .getConfigMapping(PointsmanConfig.class);
    }

    private static Duration duration(String text) {
        return io.quarkus.runtime.configuration.DurationConverter.parseDuration(text);
    }

    private static List<String> problems(Map<String, String> settings) {
        return Settings.problems(config(settings), 8080);
    }

    @Test
    void theDefaultsAreGood() {
        assertThat(problems(Map.of())).isEmpty();
        assertThat(config(Map.of("pointsman.namespace", "ops")).certificates().hosts())
                .containsExactly("pointsman.ops.svc");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pointsman.namespace                  | Shop   | pointsman.namespace is "Shop"
            pointsman.webhook.port               | 70000  | it must be a port from 1 to 65535
            pointsman.webhook.port               | -1     | it must be a port from 1 to 65535
            pointsman.webhook.port               | 8080   | they must be different ports
            pointsman.webhook.configuration-name | a_b    | pointsman.webhook.configuration-name is "a_b"
            pointsman.certificates.secret        | A      | pointsman.certificates.secret is "A"
            pointsman.leader.lease-name          | a/b    | pointsman.leader.lease-name is "a/b"
            pointsman.leader.duration            | 500ms  | pointsman.leader.duration is 500ms: it must be 1s or more
            pointsman.leader.duration            | 10s    | renew-deadline is 10s: it must be shorter than pointsman.leader.duration, which is 10s
            pointsman.leader.retry-period        | 9s     | 1.2 times it must be shorter than pointsman.leader.renew-deadline, which is 10s
            pointsman.leader.retry-period        | 0s     | pointsman.leader.retry-period is 0s
            pointsman.control.max-event-streams  | 0      | it must be 1 or more
            """)
    void oneStepAwayFromGoodIsNamed(String setting, String value, String said) {
        assertThat(problems(Map.of(setting, value))).anyMatch(p -> p.contains(said));
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        assertThat(problems(Map.of("pointsman.namespace", "Shop", "pointsman.control.max-event-streams", "0")))
                .hasSize(2);
    }
}
