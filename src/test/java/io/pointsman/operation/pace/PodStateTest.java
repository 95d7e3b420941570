package io.pointsman.operation.pace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodStateTest {
    private static final Instant MADE = Instant.parse("2026-11-01T12:00:00Z");

    private static PodState pod(String status) {
        try {
            return PodState.of(new ObjectMapper().readTree("""
                    {"metadata": {"name": "web-1", "creationTimestamp": "2026-11-01T12:00:00Z",
                                  "ownerReferences": [{"uid": "other"}, {"uid": "rs-1", "controller": true}]},
                     "status": %s}
                    """.formatted(status)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String container(int restarts, String waiting, String last) {
        return """
                {"containerStatuses": [{"name": "app", "restartCount": %d,
                  "state": {"waiting": {"reason": "%s"}}, "lastState": {"terminated": {"reason": "%s", "exitCode": 137}}}]}
                """.formatted(restarts, waiting, last);
    }

    @ParameterizedTest(name = "{0} {1} {2}: failed after {3} s")
    @CsvSource({
        "0, ContainerCreating, '', -1",
        "1, CrashLoopBackOff, Error, -1",
        "2, CrashLoopBackOff, Error, 0",
        "3, '', Error, 0",
        "1, '', OOMKilled, 0",
        "0, InvalidImageName, '', 0",
        "0, ErrImageNeverPull, '', 0",
        "0, ErrImagePull, '', 30",
        "0, ImagePullBackOff, '', 30",
        "0, CreateContainerConfigError, '', 30"
    })
    void tellsTroubleThatPassesFromFailure(int restarts, String waiting, String last, int failedAfter) {
        // When
        PodState pod = pod(container(restarts, waiting, last));
        // Then
        if (failedAfter < 0) {
            assertThat(pod.failure(MADE.plusSeconds(3600))).isEmpty();
        } else {
            assertThat(pod.failure(MADE.plusSeconds(failedAfter))).isPresent();
            assertThat(pod.failure(MADE.plusSeconds(failedAfter).minusMillis(1)))
                    .isEmpty();
        }
    }

    @Test
    void saysWhyItIsNotScheduled() {
        // When
        PodState pod = pod("""
                {"phase": "Pending", "conditions": [{"type": "PodScheduled", "status": "False", "reason": "Unschedulable",
                 "message": "0/3 nodes are available"}]}
                """);
        // Then
        assertThat(pod.trouble().orElseThrow().message()).isEqualTo("0/3 nodes are available");
        assertThat(pod.failure(MADE.plusSeconds(3600))).isEmpty();
    }

    @Test
    void isReadySinceItsLastTurnAndBelongsToItsController() {
        // When
        PodState pod = pod("""
                {"phase": "Running", "conditions": [{"type": "Ready", "status": "True", "lastTransitionTime": "2026-11-01T12:00:09Z"}]}
                """);
        // Then
        assertThat(pod.readySince()).contains(MADE.plusSeconds(9));
        assertThat(pod.owner()).isEqualTo("rs-1");
        assertThat(pod.living()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"Failed", "Succeeded"})
    void isNotLivingOnceItHasEnded(String phase) {
        // When
        PodState pod = pod("{\"phase\": \"" + phase + "\"}");
        // Then
        assertThat(pod.living()).isFalse();
    }
}
