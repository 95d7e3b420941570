package io.pointsman.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointsman.testing.Program;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the API server asks Pointsman about, and what it keeps to itself. Nobody listens at the address that is installed
 * here and every webhook fails closed, so a write that is asked about is refused, and one that passes was not asked about.
 */
class WebhooksIT {
    private static final String UNANSWERED = "failed calling webhook \"%s\"";
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, annotations: {a: "1"}, labels: {a: "1"}}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: "web:1"}]}
            """;
    private static ControlPlane cluster;

    @BeforeAll
    static void up() {
        cluster = ControlPlane.up("chart-webhooks", "--bare");
        cluster.install(
                "deployment.enabled=false", "webhook.url=\"https://127.0.0.1:1\"", "webhook.failurePolicy=\"Fail\"");
        cluster.kubectl("create", "namespace", "kube-system-not");
        // The namespace of the release is not asked about; from there the object can be taken over.
        cluster.apply(DEPLOYMENT, as("system:kube-controller-manager")).orFail();
    }

    @AfterAll
    static void down() {
        cluster.close();
    }

    @Test
    void aNewDeploymentIsAskedAbout() {
        // When
        Program.Outcome outcome = cluster.apply(DEPLOYMENT, "--namespace=kube-system-not");

        // Then
        assertThat(outcome.err()).contains(UNANSWERED.formatted("workloads.pointsman.io"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"spec\":{\"replicas\":5}}",
                "{\"spec\":{\"template\":{\"spec\":{\"terminationGracePeriodSeconds\":5}}}}",
                "{\"metadata\":{\"annotations\":{\"a\":\"2\"}}}",
                "{\"metadata\":{\"annotations\":null}}",
                "{\"metadata\":{\"labels\":{\"a\":\"2\"}}}"
            })
    void aChangeThatRulesJudgeIsAskedAbout(String patch) {
        // When
        Program.Outcome outcome = cluster.kubectl().run("patch", "deployment", "web", "--type=merge", "-p", patch);

        // Then
        assertThat(outcome.err()).contains(UNANSWERED.formatted("workloads.pointsman.io"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"metadata\":{\"finalizers\":[\"example.com/a\"]}}", "{\"metadata\":{\"finalizers\":null}}"})
    void aChangeOfFinalizersIsNot(String patch) {
        // When
        Program.Outcome outcome = cluster.kubectl().run("patch", "deployment", "web", "--type=merge", "-p", patch);

        // Then
        assertThat(outcome.orFail()).contains("deployment.apps/web patched");
    }

    @Test
    void aWriteOfStatusIsNot() {
        // When
        Program.Outcome outcome = cluster.kubectl()
                .run(
                        "patch",
                        "deployment",
                        "web",
                        "--subresource=status",
                        "--type=merge",
                        "--patch={\"status\":{\"replicas\":1}}");

        // Then
        assertThat(outcome.orFail()).contains("deployment.apps/web patched");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kube-system", Chart.NAMESPACE})
    void theClusterAndPointsmanCanAlwaysBeRepaired(String namespace) {
        // When
        Program.Outcome outcome = cluster.apply(DEPLOYMENT, "--namespace=" + namespace, "--dry-run=server");

        // Then
        assertThat(outcome.orFail()).contains("deployment.apps/web created");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "system:kube-controller-manager",
                "system:serviceaccount:kube-system:deployment-controller",
                "system:serviceaccount:kube-system:generic-garbage-collector",
                "system:serviceaccount:pointsman-system:pointsman"
            })
    void theControllersOfTheClusterAndPointsmanItselfAreNot(String user) {
        // When
        Program.Outcome outcome = cluster.kubectl()
                .run(
                        "annotate",
                        "deployment",
                        "web",
                        "a=3",
                        "--overwrite",
                        "--dry-run=server",
                        as(user)[0],
                        as(user)[1]);

        // Then
        assertThat(outcome.orFail()).contains("deployment.apps/web annotated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "kube-system", Chart.NAMESPACE})
    void anOperationWithoutAStampIsMadeNowhereAndByNobody(String namespace) {
        // When
        Program.Outcome outcome = cluster.kubectl()
                .run(
                        "create",
                        "--namespace=" + namespace,
                        "-f",
                        "k8s/samples/swap.yaml",
                        as("system:kube-controller-manager")[0],
                        as("system:kube-controller-manager")[1]);

        // Then
        assertThat(outcome.err()).contains(UNANSWERED.formatted("stamp.pointsman.io"));
    }

    private static String[] as(String user) {
        return new String[] {"--as=" + user, "--as-group=system:masters"};
    }
}
