package io.pointsman.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pointsman.testing.PointsmanProcess;
import io.pointsman.testing.Program;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Install and uninstall where controllers make more of what was installed: pods, slices, tokens, aggregated roles. */
class InstallE2E {
    private static final String PLAIN = "k8s/install/pointsman.yaml";
    private static ControlPlane cluster;

    @BeforeAll
    static void up() {
        cluster = ControlPlane.up("chart-e2e");
    }

    @AfterAll
    static void down() {
        cluster.close();
    }

    @Test
    void bothReplicasRunAndUninstallLeavesNothing() {
        // Given
        cluster.kubectl("create", "namespace", Chart.NAMESPACE);
        cluster.kubectl("label", "namespace", Chart.NAMESPACE, "pod-security.kubernetes.io/enforce=restricted");
        cluster.kubectl(
                "wait", "--for=create", "configmap/kube-root-ca.crt", "serviceaccount/default", in(Chart.NAMESPACE));
        List<String> before = cluster.everything();

        // When
        cluster.helm("install", "pointsman", Chart.HOME.toString(), "--wait", "--timeout=180s");
        String ready = cluster.kubectl(
                "get", "deployment", "pointsman", in(Chart.NAMESPACE), "--output=jsonpath={.status.readyReplicas}");
        cluster.helm("uninstall", "pointsman", "--wait", "--timeout=180s");
        cluster.kubectl("wait", "--for=delete", "pod,endpointslice", "--all", in(Chart.NAMESPACE), "--timeout=60s");

        // Then
        assertThat(ready).isEqualTo("2");
        assertThat(cluster.everything()).isEqualTo(before);
        cluster.kubectl("delete", "namespace", Chart.NAMESPACE);
    }

    @Test
    void whatTheServiceMadeForItselfGoesWithTheRelease() {
        // Given
        cluster.kubectl("create", "namespace", Chart.NAMESPACE);
        cluster.kubectl(
                "wait", "--for=create", "configmap/kube-root-ca.crt", "serviceaccount/default", in(Chart.NAMESPACE));
        List<String> before = cluster.everything();
        cluster.install("deployment.enabled=false", "webhook.url=\"https://127.0.0.1:1\"");
        PointsmanProcess process = PointsmanProcess.start(cluster.kubeconfigOf("pointsman"), Map.of());

        // When
        for (String made : List.of("secret/pointsman-webhook-ca", "lease/pointsman-leader")) {
            // One by one: asked for several that are missing, kubectl gives up at once.
            cluster.kubectl("wait", "--for=create", made, in(Chart.NAMESPACE), "--timeout=60s");
        }
        cluster.kubectl(
                "wait",
                "--for=jsonpath={.metadata.ownerReferences[0].kind}=ServiceAccount",
                "lease/pointsman-leader",
                in(Chart.NAMESPACE),
                "--timeout=60s");
        process.terminate();
        cluster.helm("uninstall", "pointsman", "--wait", "--timeout=180s");
        cluster.kubectl(
                "wait", "--for=delete", "secret/pointsman-webhook-ca", "lease/pointsman-leader", in(Chart.NAMESPACE));

        // Then
        assertThat(cluster.everything()).isEqualTo(before);
        cluster.kubectl("delete", "namespace", Chart.NAMESPACE);
    }

    @Test
    void uninstallKeepsTheHistoryWhenAsked() {
        // Given
        cluster.install("crds.keep=true", "deployment.enabled=false", "webhook.url=\"https://127.0.0.1:1\"");
        cluster.kubectl("delete", "validatingwebhookconfiguration,mutatingwebhookconfiguration", "pointsman");
        cluster.kubectl("create", "-f", "k8s/samples/swap.yaml");

        // When
        cluster.helm("uninstall", "pointsman", "--wait", "--timeout=180s");

        // Then
        assertThat(cluster.kubectl("get", "bluegreenswaps", "--output=name"))
                .contains("bluegreenswap.pointsman.io/user-service-to-green");
        cluster.kubectl("delete", "crd", "--all");
        cluster.kubectl("delete", "namespace", Chart.NAMESPACE);
    }

    @Test
    void thePlainManifestsComeAndGoByKubectl() {
        // Given
        List<String> before = cluster.everything();

        // When
        Program.Outcome applied = cluster.kubectl().run("apply", "-f", PLAIN);
        cluster.kubectl("rollout", "status", "deployment/pointsman", in(Chart.NAMESPACE), "--timeout=60s");
        cluster.kubectl("delete", "-f", PLAIN, "--timeout=60s");

        // Then
        assertThat(applied.orFail()).contains("deployment.apps/pointsman created");
        assertThat(applied.err()).isEmpty();
        assertThat(cluster.everything()).isEqualTo(before);
    }

    @Test
    void whoMayEditANamespaceMayStartOperationsInIt() {
        // Given
        cluster.kubectl("apply", "-f", PLAIN);
        cluster.kubectl("create", "rolebinding", "jane", "--clusterrole=edit", "--user=jane");
        cluster.kubectl("create", "rolebinding", "joe", "--clusterrole=view", "--user=joe");
        await().until(() -> may("jane", "list", "bluegreenswaps.pointsman.io").equals("yes"));

        // When
        String editor = may("jane", "create", "bluegreenswaps.pointsman.io");
        String viewer = may("joe", "create", "bluegreenswaps.pointsman.io");
        String watcher = may("joe", "watch", "pacedrollouts.pointsman.io");

        // Then
        assertThat(List.of(editor, viewer, watcher)).containsExactly("yes", "no", "yes");
        cluster.kubectl("delete", "rolebinding", "jane", "joe");
        cluster.kubectl("delete", "-f", PLAIN, "--timeout=60s");
    }

    private static String may(String user, String verb, String resource) {
        return cluster.kubectl()
                .run("auth", "can-i", "--as=" + user, verb, resource)
                .out()
                .strip();
    }

    private static String in(String namespace) {
        return "--namespace=" + namespace;
    }
}
