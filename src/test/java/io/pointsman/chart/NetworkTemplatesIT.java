package io.pointsman.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class NetworkTemplatesIT {
    @Nested
    class TheService {
        @Test
        void offersTheControlApiAndTheWebhook() {
            // When
            Rendering rendering = Chart.render();

            // Then
            JsonNode service = rendering.only("Service");
            assertThat(service.at("/spec/selector"))
                    .isEqualTo(rendering.only("Deployment").at("/spec/selector/matchLabels"));
            assertThat(service.at("/spec/ports"))
                    .isEqualTo(Chart.documents("""
                                    ports:
                                      - {name: http, port: 8080, targetPort: http}
                                      - {name: webhook, port: 443, targetPort: webhook}
                                    """).getFirst().path("ports"));
        }

        @Test
        void takesAnnotations() {
            // When
            JsonNode service = Chart.render("service.annotations={\"a\":\"1\"}").only("Service");

            // Then
            assertThat(service.at("/metadata/annotations/a").asText()).isEqualTo("1");
        }
    }

    @Nested
    class TheNetworkPolicy {
        @Test
        void byDefaultAllowsEverybodyInAndOnlyTheApiServerAndDnsOut() {
            // When
            JsonNode spec = Chart.render().only("NetworkPolicy").path("spec");

            // Then
            assertThat(Chart.strings(spec.path("policyTypes"))).containsExactly("Ingress", "Egress");
            assertThat(spec.path("ingress"))
                    .hasSize(2)
                    .allSatisfy(rule -> assertThat(rule.has("from")).isFalse());
            assertThat(spec.at("/egress/0/ports").findValuesAsText("port")).containsExactly("443", "6443");
            assertThat(spec.at("/egress/1/ports").findValuesAsText("port")).containsExactly("53", "53");
        }

        @Test
        void keepsStrangersFromTheControlApiButNeverFromTheWebhook() {
            // When
            JsonNode ingress = Chart.render(
                            "networkPolicy.from=[{\"podSelector\":{\"matchLabels\":{\"ci\":\"yes\"}}}]",
                            "networkPolicy.apiServerPorts=[8443]")
                    .only("NetworkPolicy")
                    .at("/spec/ingress");

            // Then
            assertThat(ingress.at("/0/ports/0/port").asText()).isEqualTo("webhook");
            assertThat(ingress.path(0).has("from")).isFalse();
            assertThat(ingress.at("/1/ports/0/port").asText()).isEqualTo("http");
            assertThat(ingress.at("/1/from/0/podSelector/matchLabels/ci").asText())
                    .isEqualTo("yes");
        }

        @Test
        void canBeLeftOut() {
            // When
            Rendering rendering = Chart.render("networkPolicy.enabled=false");

            // Then
            assertThat(rendering.all("NetworkPolicy")).isEmpty();
        }
    }
}
