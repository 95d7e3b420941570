package io.pointsman.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class RbacTemplateIT {
    @Test
    void noRuleSaysEverything() {
        // When
        Rendering rendering = Chart.render();

        // Then
        assertThat(rules(rendering)).allSatisfy(rule -> {
            for (String field : List.of("apiGroups", "resources", "verbs")) {
                assertThat(Chart.strings(rule.path(field))).isNotEmpty().doesNotContain("*");
            }
        });
    }

    @Test
    void secretsAreReadInTheOwnNamespaceAndByNameOnly() {
        // When
        Rendering rendering = Chart.render();

        // Then
        assertThat(rules(rendering, "ClusterRole"))
                .allSatisfy(rule ->
                        assertThat(Chart.strings(rule.path("resources"))).doesNotContain("secrets"));
        assertThat(rules(rendering, "Role"))
                .filteredOn(rule -> Chart.strings(rule.path("resources")).contains("secrets"))
                .filteredOn(rule -> !Chart.strings(rule.path("verbs")).equals(List.of("create")))
                .singleElement()
                .satisfies(rule ->
                        assertThat(Chart.strings(rule.path("resourceNames"))).containsExactly("pointsman-webhook-ca"));
    }

    @Test
    void noWebhookConfigurationButItsOwnIsTouched() {
        // When
        Rendering rendering = Chart.render("fullnameOverride=\"points\"");

        // Then
        assertThat(rules(rendering))
                .filteredOn(rule -> Chart.strings(rule.path("apiGroups")).contains("admissionregistration.k8s.io"))
                .singleElement()
                .satisfies(rule ->
                        assertThat(Chart.strings(rule.path("resourceNames"))).containsExactly("points"));
    }

    @Test
    void nothingOfOthersIsDeletedOrReplaced() {
        // When
        Rendering rendering = Chart.render();

        // Then
        assertThat(rules(rendering))
                .filteredOn(rule -> !rule.has("resourceNames"))
                .filteredOn(rule -> !Chart.strings(rule.path("apiGroups")).contains("pointsman.io"))
                .flatExtracting(rule -> Chart.strings(rule.path("verbs")))
                .doesNotContain("delete", "deletecollection", "update");
    }

    @Test
    void theBindingsNameTheServiceAccountOfTheRelease() {
        // When
        Rendering rendering = Chart.render();

        // Then
        assertThat(List.of(rendering.only("ClusterRoleBinding"), rendering.only("RoleBinding")))
                .allSatisfy(binding -> {
                    assertThat(binding.at("/roleRef/name").asText()).isEqualTo("pointsman");
                    assertThat(binding.at("/subjects/0/namespace").asText()).isEqualTo("pointsman-system");
                    assertThat(binding.at("/subjects/0/name").asText())
                            .isEqualTo(rendering
                                    .only("ServiceAccount")
                                    .at("/metadata/name")
                                    .asText());
                });
    }

    @Test
    void editorsMayStartOperationsAndViewersMaySeeThem() {
        // When
        Rendering rendering = Chart.render();

        // Then
        JsonNode operate = rendering.named("ClusterRole", "pointsman-operate");
        assertThat(operate.at("/metadata/labels/rbac.authorization.k8s.io~1aggregate-to-edit")
                        .asText())
                .isEqualTo("true");
        assertThat(operate.at("/metadata/labels/rbac.authorization.k8s.io~1aggregate-to-admin")
                        .asText())
                .isEqualTo("true");
        assertThat(Chart.strings(operate.at("/rules/0/verbs"))).containsExactly("create", "get", "list", "watch");
        JsonNode view = rendering.named("ClusterRole", "pointsman-view");
        assertThat(view.at("/metadata/labels/rbac.authorization.k8s.io~1aggregate-to-view")
                        .asText())
                .isEqualTo("true");
        assertThat(Chart.strings(view.at("/rules/0/verbs"))).containsExactly("get", "list", "watch");
    }

    @Test
    void whoBringsOwnRolesGetsNone() {
        // When
        Rendering rendering = Chart.render("rbac={\"create\":false,\"aggregate\":false}");

        // Then
        assertThat(Stream.of("ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding")
                        .flatMap(kind -> rendering.all(kind).stream()))
                .isEmpty();
    }

    private static List<JsonNode> rules(Rendering rendering) {
        return Stream.of("ClusterRole", "Role")
                .flatMap(kind -> rules(rendering, kind).stream())
                .toList();
    }

    private static List<JsonNode> rules(Rendering rendering, String kind) {
        return rendering.all(kind).stream()
                .flatMap(role -> StreamSupport.stream(role.path("rules").spliterator(), false))
                .toList();
    }
}
