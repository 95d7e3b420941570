package io.pointsman.operation.pace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacingTest {
    @ParameterizedTest
    @CsvSource({
        "25%, 1, 1",
        "25%, 4, 1",
        "25%, 5, 2",
        "25%, 6, 2",
        "1%, 50, 1",
        "100%, 7, 7",
        "50%, 3, 2",
        "33%, 10, 4",
        "1, 9, 1",
        "3, 9, 3",
        "12, 9, 9",
        "2147483647, 9, 9"
    })
    void aBatchIsRoundedUpAndAtLeastOneAndAtMostAll(String size, int replicas, int expected) {
        // Given
        Pacing pacing = Pacing.of(new PaceSpec.Pace(
                null,
                size.endsWith("%") ? TextNode.valueOf(size) : IntNode.valueOf(Integer.parseInt(size)),
                null,
                null));
        // When
        int batch = pacing.batch(replicas);
        // Then
        assertThat(batch).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"careful, 1, 60", "standard, 25%, 10", "fast, 50%, 0", ", 25%, 10"})
    void presetsAreWhatTheyPromise(String preset, String batch, int settle) {
        // When
        Pacing pacing = Pacing.of(preset == null ? null : new PaceSpec.Pace(preset, null, null, null));
        // Then
        assertThat(pacing.batchSize().asText()).isEqualTo(batch);
        assertThat(pacing.settle()).isEqualTo(Duration.ofSeconds(settle));
        assertThat(pacing.timeout()).isEqualTo(Duration.ofMinutes(10));
    }

    @ParameterizedTest
    @CsvSource({"0s, , 1", "0s, 3, 3", "1500ms, , 2", "10s, 3, 10", "10s, 30, 30"})
    void settlesInWholeSecondsAndNeverShorterThanTheWorkloadsOwn(String settle, Integer own, int expected) {
        // Given
        Pacing pacing = Pacing.of(new PaceSpec.Pace("fast", null, settle, null));
        // When
        int seconds = pacing.settleSeconds(new Reins(null, null, own, 600));
        // Then
        assertThat(seconds).isEqualTo(expected);
    }

    @Test
    void whatIsAskedForWinsOverThePreset() {
        // When
        Pacing pacing = Pacing.of(new PaceSpec.Pace("careful", IntNode.valueOf(2), "1m30s", "1h"));
        // Then
        assertThat(pacing).isEqualTo(new Pacing(IntNode.valueOf(2), Duration.ofSeconds(90), Duration.ofHours(1)));
    }
}
