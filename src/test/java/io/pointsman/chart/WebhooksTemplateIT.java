package io.pointsman.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class WebhooksTemplateIT {
    @Test
    void byDefaultWorkloadsPassUnjudgedWhenNobodyAnswersAndOperationsDoNot() {
        // When
        Rendering rendering = Chart.render();

        // Then
        JsonNode workloads = validating(rendering, "workloads.pointsman.io");
        assertThat(workloads.path("failurePolicy").asText()).isEqualTo("Ignore");
        assertThat(Chart.strings(workloads.at("/namespaceSelector/matchExpressions/0/values")))
                .containsExactly("kube-system", "pointsman-system");
        assertThat(Stream.of(validating(rendering, "operations.pointsman.io"), mutating(rendering)))
                .allSatisfy(webhook -> {
                    assertThat(webhook.path("failurePolicy").asText()).isEqualTo("Fail");
                    assertThat(webhook.has("namespaceSelector")).isFalse();
                });
    }

    @Test
    void everyWebhookAnswersSoonAndHasNoSideEffects() {
        // When
        Rendering rendering = Chart.render();

        // Then
        assertThat(all(rendering)).hasSize(3).allSatisfy(webhook -> {
            assertThat(webhook.path("timeoutSeconds").asInt()).isEqualTo(3);
            assertThat(webhook.path("sideEffects").asText()).isEqualTo("None");
            assertThat(webhook.path("matchPolicy").asText()).isEqualTo("Equivalent");
            assertThat(Chart.strings(webhook.path("admissionReviewVersions"))).containsExactly("v1");
        });
    }

    @Test
    void theCertificateIsLeftToTheService() {
        // When
        Rendering rendering = Chart.render();

        // Then
        assertThat(all(rendering))
                .allSatisfy(webhook ->
                        assertThat(webhook.path("clientConfig").has("caBundle")).isFalse());
    }

    @Test
    void byDefaultTheApiServerCallsTheServiceOfTheRelease() {
        // When
        Rendering rendering = Chart.render();

        // Then
        JsonNode service = validating(rendering, "workloads.pointsman.io").at("/clientConfig/service");
        assertThat(service.path("namespace").asText()).isEqualTo("pointsman-system");
        assertThat(service.path("name").asText()).isEqualTo("pointsman");
        assertThat(service.path("port").asInt()).isEqualTo(443);
        assertThat(service.path("path").asText()).isEqualTo("/validate");
        assertThat(mutating(rendering).at("/clientConfig/service/path").asText())
                .isEqualTo("/mutate");
    }

    @Test
    void withAnAddressTheApiServerCallsThat() {
        // When
        Rendering rendering = Chart.render("webhook.url=\"https://127.0.0.1:9443/\"");

        // Then
        assertThat(validating(rendering, "operations.pointsman.io")
                        .at("/clientConfig/url")
                        .asText())
                .isEqualTo("https://127.0.0.1:9443/validate");
        assertThat(mutating(rendering).at("/clientConfig/url").asText()).isEqualTo("https://127.0.0.1:9443/mutate");
        assertThat(all(rendering))
                .allSatisfy(webhook ->
                        assertThat(webhook.path("clientConfig").has("service")).isFalse());
    }

    @Test
    void anInstallationThatNobodyCouldAnswerForIsRefused() {
        // When
        String refusal = Chart.refusal("deployment.enabled=false");

        // Then
        assertThat(refusal).contains("webhook.url must be set when deployment.enabled is false");
    }

    @Test
    void overridesReachTheWebhookForWorkloadsAndExcludeNoNamespaceFromTheOthers() {
        // When
        Rendering rendering = Chart.render(
                "webhook.failurePolicy=\"Fail\"",
                "webhook.timeoutSeconds=5",
                "webhook.excludedNamespaces=[\"kube-system\",\"legacy\"]");

        // Then
        JsonNode workloads = validating(rendering, "workloads.pointsman.io");
        assertThat(workloads.path("failurePolicy").asText()).isEqualTo("Fail");
        assertThat(workloads.path("timeoutSeconds").asInt()).isEqualTo(5);
        assertThat(Chart.strings(workloads.at("/namespaceSelector/matchExpressions/0/values")))
                .containsExactly("kube-system", "pointsman-system", "legacy");
        assertThat(mutating(rendering).has("namespaceSelector")).isFalse();
    }

    private static List<JsonNode> all(Rendering rendering) {
        return Stream.of("ValidatingWebhookConfiguration", "MutatingWebhookConfiguration")
                .flatMap(kind -> StreamSupport.stream(
                        rendering.only(kind).path("webhooks").spliterator(), false))
                .toList();
    }

    private static JsonNode mutating(Rendering rendering) {
        return rendering.only("MutatingWebhookConfiguration").at("/webhooks/0");
    }

    private static JsonNode validating(Rendering rendering, String name) {
        return all(rendering).stream()
                .filter(webhook -> webhook.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no webhook " + name));
    }
}
