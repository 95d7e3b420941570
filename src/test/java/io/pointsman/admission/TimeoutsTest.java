package io.pointsman.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeoutsTest {
    @ParameterizedTest
    @CsvSource({
        "3s, 2400",
        "1s, 800",
        "10s, 2500",
        "30s, 2500",
        "1m0s, 2500",
        "500ms, 400",
        "1.5s, 1200",
        "0s, 100",
        "soon, 2500",
        "3, 2500",
        ", 2500"
    })
    void leavesTheCallerAFifthOfItsPatience(String timeout, long millis) {
        assertThat(Timeouts.budget(timeout, Duration.ofMillis(2500))).isEqualTo(Duration.ofMillis(millis));
    }
}
