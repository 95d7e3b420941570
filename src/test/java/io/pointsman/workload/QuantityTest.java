package io.pointsman.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "100m, 0.1",
        "1.5, 1.5",
        ".5, 0.5",
        "2Ki, 2048",
        "1Gi, 1073741824",
        "3k, 3000",
        "1e3, 1000",
        "2E, 2e18",
        "5E2, 500",
        "-1, -1",
        "250u, 0.00025"
    })
    void readsAmountsAsKubernetesWritesThem(String text, String value) {
        assertThat(Objects.requireNonNull(Quantity.parse(text))).isEqualByComparingTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1x", "1 Gi", "1GiB", "--1", "1e", "1e999", "NaN"})
    void isNotOneOtherwise(String text) {
        assertThat(Quantity.parse(text)).isNull();
    }
}
