package io.pointsman.kubernetes.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pointsman.config.PointsmanConfig;
import io.pointsman.security.Access;
import io.pointsman.testing.DevCluster;
import io.pointsman.testing.Program;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Admission as a user of kubectl meets it, on a real API server. */
class AdmissionIT {
    private static final DevCluster CLUSTER = DevCluster.bareAlone("admission");
    private static final String CONFIGURATION = "pointsman";
    private static final String GOOD = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 3
              minReadySeconds: 5
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: "example.com/web:1"}]}
            """;
    private static final String SWAP = """
            apiVersion: pointsman.io/v1alpha1
            kind: BlueGreenSwap
            metadata: {name: %s}
            spec: {services: [web], to: green}
            """;
    private static Vertx vertx;
    private static AdmissionRuntime runtime;

    @BeforeAll
    static void install() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(PointsmanConfig.class)
                .withDefaultValue("pointsman.webhook.host", "127.0.0.1")
                .withDefaultValue("pointsman.webhook.port", "0")
                .withDefaultValue("pointsman.certificates.hosts", "127.0.0.1")
                .build();
        vertx = Vertx.vertx();
        runtime = new AdmissionRuntime(
                CLUSTER.client(),
                config.getConfigMapping(PointsmanConfig.class),
                vertx,
                (who, what) -> what.name().equals("forbidden") ? new Access.Denied("") : new Access.Allowed(),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
        CLUSTER.kubectl().run("create", "namespace", "pointsman-system");
        runtime.start(new StartupEvent());
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> runtime.port() > 0);
        CLUSTER.tool("helm")
                .run(
                        "upgrade",
                        "--install",
                        CONFIGURATION,
                        "charts/pointsman",
                        "--namespace",
                        "pointsman-system",
                        "--set",
                        "deployment.enabled=false",
                        "--set",
                        "webhook.timeoutSeconds=10",
                        "--set",
                        "webhook.url=https://127.0.0.1:" + runtime.port())
                .orFail();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> runtime.lacking().isEmpty());
        awaitBundle();
    }

    @AfterAll
    static void uninstall() {
        CLUSTER.tool("helm").run("uninstall", CONFIGURATION, "--namespace", "pointsman-system");
        runtime.stop(new ShutdownEvent());
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static Resource<ValidatingWebhookConfiguration> configuration() {
        KubernetesClient client = CLUSTER.client();
        return client.admissionRegistration()
                .v1()
                .validatingWebhookConfigurations()
                .withName(CONFIGURATION);
    }

    private static void awaitBundle() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> configuration().get().getWebhooks().stream()
                        .allMatch(w -> w.getClientConfig().getCaBundle() != null
                                && !w.getClientConfig().getCaBundle().isEmpty()));
        String probe = CLUSTER.newNamespace(Map.of("pointsman.io/environment", "production"));
        String recreate = GOOD.replace("replicas: 3", "replicas: 3\n  strategy: {type: Recreate}");
        Awaitility.await("the API server has taken the bundle up")
                .atMost(Duration.ofMinutes(1))
                .until(() -> !CLUSTER.kubectl()
                        .read(recreate, "apply", "--dry-run=server", "-n", probe, "-f", "-")
                        .succeeded());
    }

    private static Program.Outcome apply(String namespace, String manifest) {
        return CLUSTER.kubectl().read(manifest, "apply", "-n", namespace, "-f", "-");
    }

    @Test
    void productionIsToldAllFindingsAtOnceAndWhatToDo() {
        String namespace = CLUSTER.newNamespace(Map.of("pointsman.io/environment", "production"));

        Program.Outcome outcome = apply(
                namespace,
                GOOD.replace("replicas: 3", "replicas: 3\n  revisionHistoryLimit: 0\n  strategy: {type: Recreate}"));

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err())
                .contains(
                        "Error from server (Forbidden)",
                        "admission webhook \"workloads.pointsman.io\" denied the request: 2 findings in Deployment "
                                + namespace + "/web (environment production):\n",
                        "- recreate-strategy: spec.strategy.type is Recreate, which takes all pods down",
                        "- revision-history: spec.revisionHistoryLimit is 0");
    }

    @Test
    void elsewhereTheSameIsAWarning() {
        String namespace = CLUSTER.newNamespace(Map.of());

        Program.Outcome outcome =
                apply(namespace, GOOD.replace("replicas: 3", "replicas: 3\n  strategy: {type: Recreate}"));

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).startsWith("Warning: recreate-strategy: spec.strategy.type is Recreate");
        assertThat(outcome.out()).isEqualTo("deployment.apps/web created\n");
    }

    @Test
    void aGoodDeploymentPassesInSilence() {
        String namespace = CLUSTER.newNamespace(Map.of("pointsman.io/environment", "production"));

        Program.Outcome outcome = apply(namespace, GOOD);

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void scalingIsJudgedLikeAnApply() {
        String namespace = CLUSTER.newNamespace(Map.of("pointsman.io/environment", "production"));
        apply(namespace, GOOD).orFail();

        // The workload is known from a watch, which may lag behind the apply.
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(CLUSTER.kubectl()
                                .run("scale", "deployment", "web", "-n", namespace, "--replicas=1", "--dry-run=server")
                                .err())
                        .contains("replicas-below-minimum: spec.replicas is 1, so losing one pod is losing all"));
        assertThat(CLUSTER.kubectl()
                        .run("scale", "deployment", "web", "-n", namespace, "--replicas=4")
                        .orFail())
                .contains("deployment.apps/web scaled");
    }

    @Test
    void aBudgetWrittenAfterItsDeploymentIsJudgedWithIt() {
        String namespace = CLUSTER.newNamespace(Map.of("pointsman.io/environment", "production"));
        apply(namespace, GOOD).orFail();
        String budget = """
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: web}
                spec: {minAvailable: 100%, selector: {matchLabels: {app: web}}}
                """;

        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .untilAsserted(
                        () -> assertThat(CLUSTER.kubectl()
                                        .read(budget, "apply", "--dry-run=server", "-n", namespace, "-f", "-")
                                        .err())
                                .contains(
                                        "pdb-blocks-drain: spec.minAvailable with minAvailable 100% allows no disruption at 3 pods"));
        assertThat(apply(namespace, budget.replace("minAvailable: 100%", "maxUnavailable: 1"))
                        .orFail())
                .contains("created");
    }

    @Test
    void anOperationIsStampedWithWhoAskedForIt() {
        String namespace = CLUSTER.newNamespace(Map.of());

        Program.Outcome outcome = CLUSTER.kubectl()
                .read(
                        SWAP.formatted("one"),
                        "create",
                        "--as=alice",
                        "--as-group=system:masters",
                        "-n",
                        namespace,
                        "-f",
                        "-");

        assertThat(outcome.orFail()).contains("created");
        assertThat(CLUSTER.kubectl()
                        .run(
                                "get",
                                "bluegreenswap",
                                "one",
                                "-n",
                                namespace,
                                "-o",
                                "jsonpath={.metadata.annotations.pointsman\\.io/requested-by}")
                        .orFail())
                .isEqualTo("alice");
        assertThat(CLUSTER.kubectl()
                        .run(
                                "annotate",
                                "bluegreenswap",
                                "one",
                                "-n",
                                namespace,
                                "--overwrite",
                                "pointsman.io/requested-by=bob")
                        .orFail())
                .isNotEmpty();
        assertThat(CLUSTER.kubectl()
                        .run("get", "bluegreenswap", "one", "-n", namespace, "-o", "yaml")
                        .orFail())
                .contains("pointsman.io/requested-by: alice");
    }

    @Test
    void anOperationIsRefusedToWhoMayNotWriteItsTarget() {
        String namespace = CLUSTER.newNamespace(Map.of());

        Program.Outcome outcome = CLUSTER.kubectl()
                .read(SWAP.formatted("two").replace("[web]", "[forbidden]"), "create", "-n", namespace, "-f", "-");

        assertThat(outcome.err())
                .contains("may not patch services \"forbidden\" in namespace " + namespace
                        + ", which this operation does");
    }

    @Test
    void aBundleThatIsTakenAwayIsWrittenAgain() {
        String before =
                configuration().get().getWebhooks().getFirst().getClientConfig().getCaBundle();

        CLUSTER.kubectl()
                .run(
                        "patch",
                        "validatingwebhookconfiguration",
                        CONFIGURATION,
                        "--type=json",
                        "-p",
                        "[{\"op\":\"remove\",\"path\":\"/webhooks/0/clientConfig/caBundle\"}]")
                .orFail();

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(configuration()
                                .get()
                                .getWebhooks()
                                .getFirst()
                                .getClientConfig()
                                .getCaBundle())
                        .isEqualTo(before));
    }
}
