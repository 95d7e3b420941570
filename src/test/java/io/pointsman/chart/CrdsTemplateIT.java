package io.pointsman.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrdsTemplateIT {
    private static final String KIND = "CustomResourceDefinition";

    @Test
    void byDefaultEachFileIsInstalledAsItIs() throws IOException {
        // Given
        List<Path> files;
        try (var listing = Files.list(Chart.HOME.resolve("files/crds"))) {
            files = listing.toList();
        }

        // When
        Rendering rendering = Chart.render();

        // Then
        assertThat(rendering.all(KIND)).hasSameSizeAs(files);
        for (Path file : files) {
            JsonNode written = Chart.documents(Files.readString(file)).getFirst();
            JsonNode rendered =
                    rendering.named(KIND, written.at("/metadata/name").asText());
            assertThat(rendered.path("spec")).isEqualTo(written.path("spec"));
            assertThat(rendered.at("/metadata/labels/app.kubernetes.io~1instance")
                            .asText())
                    .isEqualTo("pointsman");
            assertThat(rendered.path("metadata").has("annotations")).isFalse();
        }
    }

    @Test
    void keptTheyOutliveTheRelease() {
        // When
        Rendering rendering = Chart.render("crds.keep=true");

        // Then
        assertThat(rendering.all(KIND))
                .isNotEmpty()
                .allSatisfy(crd -> assertThat(crd.at("/metadata/annotations/helm.sh~1resource-policy")
                                .asText())
                        .isEqualTo("keep"));
    }

    @Test
    void installedElsewhereTheyAreLeftOut() {
        // When
        Rendering rendering = Chart.render("crds.install=false");

        // Then
        assertThat(rendering.all(KIND)).isEmpty();
    }
}
