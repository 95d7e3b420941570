package io.pointsman.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class DeploymentTemplateIT {
    private static final String CONTAINER = "/spec/template/spec/containers/0";

    @Test
    void byDefaultTwoReplicasNeverGoBelowTwo() {
        // When
        JsonNode spec = Chart.render().only("Deployment").path("spec");

        // Then
        assertThat(spec.path("replicas").asInt()).isEqualTo(2);
        assertThat(spec.at("/strategy/rollingUpdate/maxUnavailable").asInt(-1)).isZero();
        assertThat(spec.at("/template/spec/topologySpreadConstraints")).hasSize(2);
        assertThat(spec.at("/selector/matchLabels")).isEqualTo(spec.at("/template/metadata/labels"));
    }

    @Test
    void theProcessIsToldItsOwnNamesAndThoseItsCertificateMustHold() {
        // When
        JsonNode deployment = Chart.render("fullnameOverride=\"points\"").only("Deployment");

        // Then
        assertThat(environment(deployment, "POINTSMAN_NAMESPACE")
                        .at("/valueFrom/fieldRef/fieldPath")
                        .asText())
                .isEqualTo("metadata.namespace");
        assertThat(environment(deployment, "POINTSMAN_WEBHOOK_CONFIGURATION_NAME")
                        .path("value")
                        .asText())
                .isEqualTo("points");
        assertThat(environment(deployment, "POINTSMAN_CERTIFICATES_SECRET")
                        .path("value")
                        .asText())
                .isEqualTo("points-webhook-ca");
        assertThat(environment(deployment, "POINTSMAN_LEADER_LEASE_NAME")
                        .path("value")
                        .asText())
                .isEqualTo("points-leader");
        assertThat(environment(deployment, "POINTSMAN_CERTIFICATES_HOSTS")
                        .path("value")
                        .asText())
                .isEqualTo("points.pointsman-system.svc,points.pointsman-system.svc.cluster.local");
    }

    @Test
    void thePodMayDoNothingThatItNeedNotDo() {
        // When
        JsonNode pod = Chart.render().only("Deployment").at("/spec/template/spec");

        // Then
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        JsonNode container = pod.at("/containers/0/securityContext");
        assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(Chart.strings(container.at("/capabilities/drop"))).containsExactly("ALL");
    }

    @Test
    void thePodDrainsWellBeforeItIsKilled() {
        // When
        JsonNode pod = Chart.render().only("Deployment").at("/spec/template/spec");

        // Then
        assertThat(pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asInt())
                .isPositive()
                .isLessThan(pod.path("terminationGracePeriodSeconds").asInt());
    }

    @Test
    void disabledNothingRunsAndNothingPointsAtIt() {
        // When
        Rendering rendering = Chart.render("deployment.enabled=false", "webhook.url=\"https://127.0.0.1:9443\"");

        // Then
        assertThat(rendering.objects())
                .extracting(object -> object.path("kind").asText())
                .doesNotContain("Deployment", "Service", "PodDisruptionBudget", "NetworkPolicy")
                .contains("ServiceAccount", "ClusterRole", "CustomResourceDefinition");
    }

    @Test
    void everyOverrideArrivesWhereItBelongs() {
        // When
        JsonNode deployment = Chart.render(
                        "replicaCount=3",
                        "image={\"repository\":\"registry.example.com/pointsman\",\"tag\":\"1.2.3\",\"pullPolicy\":\"Always\"}",
                        "imagePullSecrets=[{\"name\":\"pull\"}]",
                        "deployment.annotations={\"a\":\"1\"}",
                        "podAnnotations={\"b\":\"2\"}",
                        "podLabels={\"c\":\"3\"}",
                        "extraEnv=[{\"name\":\"POINTSMAN_LEADER_DURATION\",\"value\":\"30s\"}]",
                        "logLevel=\"DEBUG\"",
                        "resources.limits={\"memory\":\"1Gi\"}",
                        "securityContext.runAsUser=null",
                        "probes.liveness.failureThreshold=9",
                        "preStopSeconds=7",
                        "terminationGracePeriodSeconds=40",
                        "nodeSelector={\"disk\":\"ssd\"}",
                        "tolerations=[{\"key\":\"d\",\"operator\":\"Exists\"}]",
                        "affinity={\"nodeAffinity\":{\"e\":[]}}",
                        "priorityClassName=\"system-cluster-critical\"",
                        "spread=false")
                .only("Deployment");

        // Then
        JsonNode pod = deployment.at("/spec/template/spec");
        JsonNode container = deployment.at(CONTAINER);
        assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(3);
        assertThat(container.path("image").asText()).isEqualTo("registry.example.com/pointsman:1.2.3");
        assertThat(container.path("imagePullPolicy").asText()).isEqualTo("Always");
        assertThat(pod.at("/imagePullSecrets/0/name").asText()).isEqualTo("pull");
        assertThat(deployment.at("/metadata/annotations/a").asText()).isEqualTo("1");
        assertThat(deployment.at("/spec/template/metadata/annotations/b").asText())
                .isEqualTo("2");
        assertThat(deployment.at("/spec/template/metadata/labels/c").asText()).isEqualTo("3");
        assertThat(environment(deployment, "POINTSMAN_LEADER_DURATION")
                        .path("value")
                        .asText())
                .isEqualTo("30s");
        assertThat(environment(deployment, "QUARKUS_LOG_LEVEL").path("value").asText())
                .isEqualTo("DEBUG");
        assertThat(container.at("/resources/limits/memory").asText()).isEqualTo("1Gi");
        assertThat(pod.path("securityContext").has("runAsUser")).isFalse();
        assertThat(container.at("/livenessProbe/failureThreshold").asInt()).isEqualTo(9);
        assertThat(container.at("/lifecycle/preStop/sleep/seconds").asInt()).isEqualTo(7);
        assertThat(pod.path("terminationGracePeriodSeconds").asInt()).isEqualTo(40);
        assertThat(pod.at("/nodeSelector/disk").asText()).isEqualTo("ssd");
        assertThat(pod.at("/tolerations/0/key").asText()).isEqualTo("d");
        assertThat(pod.at("/affinity/nodeAffinity/e").isArray()).isTrue();
        assertThat(pod.path("priorityClassName").asText()).isEqualTo("system-cluster-critical");
        assertThat(pod.has("topologySpreadConstraints")).isFalse();
    }

    @Test
    void aDigestWinsOverTheTag() {
        // Given
        String digest = "sha256:" + "0123456789abcdef".repeat(4);

        // When
        JsonNode deployment = Chart.render("image.digest=\"" + digest + "\"", "image.tag=\"1.2.3\"")
                .only("Deployment");

        // Then
        assertThat(deployment.at(CONTAINER).path("image").asText()).isEqualTo("localhost/pointsman@" + digest);
    }

    private static JsonNode environment(JsonNode deployment, String name) {
        return StreamSupport.stream(deployment.at(CONTAINER + "/env").spliterator(), false)
                .filter(variable -> variable.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not set"));
    }
}
