package io.pointsman.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pointsman.testing.Program;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is for those without Helm, and what all of it weighs. */
class ManifestsIT {
    private static final int LIMIT = 60 * 1024;

    @Test
    void thePlainManifestsAreWhatTheChartRenders() {
        // When
        Program.Outcome check = new Program(
                        List.of("k8s/install/render.sh"), Map.of("HELM", Chart.helm(), "KUBECONFIG", "/dev/null"))
                .run("--check");

        // Then
        assertThat(check.orFail()).isEmpty();
    }

    @Test
    void everythingTogetherStaysSmall() {
        // When
        Rendering rendering = Chart.render();

        // Then
        assertThat(rendering.text().getBytes(UTF_8).length).isLessThanOrEqualTo(LIMIT);
    }
}
