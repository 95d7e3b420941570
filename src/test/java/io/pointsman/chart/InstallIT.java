package io.pointsman.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pointsman.testing.Program;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A release as an API server sees it: what its pods are and may do, and what an upgrade leaves alone. */
class InstallIT {
    private static final String[] CONFIGURATIONS = {"validatingwebhookconfiguration", "mutatingwebhookconfiguration"};
    private static ControlPlane cluster;

    @BeforeAll
    static void up() {
        cluster = ControlPlane.up("chart-install", "--bare");
        cluster.kubectl("create", "namespace", Chart.NAMESPACE);
        cluster.kubectl("label", "namespace", Chart.NAMESPACE, "pod-security.kubernetes.io/enforce=restricted");
        cluster.install();
    }

    @AfterAll
    static void down() {
        cluster.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    upgrade pointsman charts/pointsman
                    upgrade pointsman charts/pointsman --set webhook.failurePolicy=Fail,webhook.timeoutSeconds=5
                    upgrade pointsman charts/pointsman --set webhook.url=https://127.0.0.1:9443
                    upgrade pointsman charts/pointsman --server-side=false
                    rollback pointsman 1
                    """)
    void anUpgradeLeavesTheCertificateThatTheServiceWrote(String command) {
        // Given
        for (String kind : CONFIGURATIONS) {
            writeCertificate(kind);
        }
        String written = certificates();

        // When
        cluster.helm(command.split(" "));

        // Then
        assertThat(written.split(" ")).hasSize(3).doesNotContain("");
        assertThat(certificates()).isEqualTo(written);
    }

    @Test
    void whatTheServiceMayDoIsEnoughAndNoMore() {
        // Given
        List<String> needed = List.of(
                "patch services",
                "patch deployments.apps",
                "watch endpointslices.discovery.k8s.io",
                "patch bluegreenswaps.pointsman.io --subresource=status",
                "create subjectaccessreviews.authorization.k8s.io",
                "patch validatingwebhookconfigurations.admissionregistration.k8s.io/pointsman",
                "update secrets/pointsman-webhook-ca --namespace=pointsman-system",
                "update leases.coordination.k8s.io/pointsman-leader --namespace=pointsman-system");
        List<String> tooMuch = List.of(
                "get secrets",
                "list secrets --namespace=pointsman-system",
                "get secrets/other --namespace=pointsman-system",
                "delete pods",
                "delete deployments.apps",
                "create pods --subresource=exec",
                "patch bluegreenswaps.pointsman.io",
                "patch validatingwebhookconfigurations.admissionregistration.k8s.io/other",
                "create clusterrolebindings.rbac.authorization.k8s.io",
                "impersonate users");

        // When
        List<String> missing = needed.stream().filter(action -> !may(action)).toList();
        List<String> granted = tooMuch.stream().filter(InstallIT::may).toList();

        // Then
        assertThat(missing).isEmpty();
        assertThat(granted).isEmpty();
    }

    @Test
    void thePodIsAllowedWhereOnlyRestrictedPodsAre() {
        // Given
        JsonNode template = Chart.render().only("Deployment").at("/spec/template");
        ObjectNode pod = template.deepCopy();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        pod.withObject("/metadata").put("name", "pointsman");

        // When
        Program.Outcome outcome = cluster.apply(pod.toString(), "--namespace=" + Chart.NAMESPACE, "--dry-run=server");

        // Then
        assertThat(outcome.orFail()).contains("pod/pointsman created");
        assertThat(outcome.err()).isEmpty();
    }

    private static boolean may(String action) {
        return cluster.kubectl()
                .run(("auth can-i --as=system:serviceaccount:pointsman-system:pointsman " + action).split(" "))
                .out()
                .strip()
                .equals("yes");
    }

    /** Does what the service does when it starts, as it does it: by a JSON patch of its own. */
    private static void writeCertificate(String kind) {
        String authority = cluster.kubectl(
                "config",
                "view",
                "--raw",
                "--flatten",
                "--output=jsonpath={.clusters[0].cluster.certificate-authority-data}");
        int webhooks = kind.startsWith("validating") ? 2 : 1;
        StringBuilder patch = new StringBuilder();
        for (int i = 0; i < webhooks; i++) {
            patch.append(patch.isEmpty() ? "" : ",")
                    .append("{\"op\":\"add\",\"path\":\"/webhooks/%d/clientConfig/caBundle\",\"value\":\"%s\"}"
                            .formatted(i, authority));
        }
        cluster.kubectl(
                "patch", kind, "pointsman", "--type=json", "--field-manager=pointsman", "--patch=[" + patch + "]");
    }

    private static String certificates() {
        return cluster.kubectl(
                "get",
                CONFIGURATIONS[0] + "," + CONFIGURATIONS[1],
                "pointsman",
                "--output=jsonpath={.items[*].webhooks[*].clientConfig.caBundle}");
    }
}
