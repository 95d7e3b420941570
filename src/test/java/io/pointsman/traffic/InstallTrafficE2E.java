package io.pointsman.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointsman.testing.DevCluster;
import io.pointsman.testing.Program;
import io.pointsman.testing.RealInstallation;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Installed by Helm on real nodes: pods, Service and certificate do their work, and uninstalling leaves nothing. */
class InstallTrafficE2E {
    private static final String RECKLESS = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: reckless}
            spec:
              replicas: 2
              strategy: {type: Recreate}
              selector: {matchLabels: {app: reckless}}
              template:
                metadata: {labels: {app: reckless}}
                spec: {containers: [{name: app, image: "pointsman.test/app:1"}]}
            """;

    @Test
    void helmInstallJudgesThroughItsServiceAndHelmUninstallLeavesNothing() {
        // Given
        RealInstallation pointsman = RealInstallation.prepared();
        pointsman.uninstall();
        DevCluster cluster = pointsman.nodes().cluster();
        String namespace = cluster.newNamespace(Map.of("pointsman.io/environment", "production"));
        Set<String> before = objects(pointsman, namespace);

        // When
        Instant start = Instant.now();
        pointsman.install();

        // Then
        Awaitility.await("a denied apply").atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            Program.Outcome apply =
                    cluster.kubectl().read(RECKLESS, "apply", "-n", namespace, "--dry-run=server", "-f", "-");
            assertThat(apply.err()).contains("recreate-strategy");
        });
        System.out.printf(
                "helm install to the first denied apply: %.1f s%n",
                Duration.between(start, Instant.now()).toMillis() / 1000.0);
        pointsman.uninstall();
        assertThat(objects(pointsman, namespace)).isEqualTo(before);
    }

    /** A new namespace gets its own objects a moment later. */
    private static Set<String> objects(RealInstallation pointsman, String namespace) {
        Awaitility.await()
                .until(() -> pointsman.objects().contains("ServiceAccount " + namespace + "/default")
                        && pointsman.objects().contains("ConfigMap " + namespace + "/kube-root-ca.crt"));
        return pointsman.objects();
    }
}
