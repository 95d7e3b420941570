package io.pointsman.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DisruptionTemplateIT {
    @Test
    void byDefaultADrainTakesOnePodAtATime() {
        // When
        Rendering rendering = Chart.render();

        // Then
        JsonNode spec = rendering.only("PodDisruptionBudget").path("spec");
        assertThat(spec.path("maxUnavailable").asInt()).isEqualTo(1);
        assertThat(spec.path("unhealthyPodEvictionPolicy").asText()).isEqualTo("AlwaysAllow");
        assertThat(spec.at("/selector/matchLabels"))
                .isEqualTo(rendering.only("Deployment").at("/spec/selector/matchLabels"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"replicaCount=1", "podDisruptionBudget.enabled=false"})
    void oneReplicaOrNoWishHasNone(String setting) {
        // When
        Rendering rendering = Chart.render(setting);

        // Then
        assertThat(rendering.all("PodDisruptionBudget")).isEmpty();
    }
}
