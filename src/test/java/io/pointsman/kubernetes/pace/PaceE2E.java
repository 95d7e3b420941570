package io.pointsman.kubernetes.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.pointsman.kubernetes.PacedRollout;
import io.pointsman.operation.Condition;
import io.pointsman.operation.Step;
import io.pointsman.operation.pace.PacePhase;
import io.pointsman.operation.pace.PaceStatus;
import io.pointsman.testing.Installation;
import io.pointsman.testing.Program;
import io.pointsman.workload.Annotations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Paced restarts on a real control plane whose controllers make the pods. */
class PaceE2E {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Installation POINTSMAN = Installation.shared();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client = POINTSMAN.cluster().client();
    private final String namespace = POINTSMAN.cluster().newNamespace(Map.of());

    @Test
    void restartsInExactBatchesLosesNoPodAndGivesAllBack() {
        // Given
        deploy(6, "{maxSurge: 25%, maxUnavailable: 25%}", "{}");
        JsonNode before = deployment();
        try (Witness witness = new Witness(client, namespace, "web")) {
            // When
            restart("careful", "{batchSize: 2, settle: 2s}");
            await("complete").atMost(SOON).until(() -> ended("careful"));
            // Then
            assertThat(status("careful").phase()).as(explain("careful")).isEqualTo(PacePhase.Complete);
            assertThat(witness.sizesOfTheNewOne()).endsWith(2, 4, 6).doesNotContain(1, 3, 5);
            assertThat(witness.mostPods()).isEqualTo(8);
            assertThat(witness.fewestReady()).isGreaterThanOrEqualTo(6);
            assertThat(witness.fewestAvailable()).isGreaterThanOrEqualTo(6);
        }
        assertOnlyTheStampDiffers(before);
        assertThat(status("careful").progress()).isEqualTo("6/6 pods, batch 3/3");
        assertThat(kubectl("get", "pace", "careful")).contains("web", "restart", "Complete", "6/6 pods, batch 3/3");
        await("the Deployment's events tell it")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(reasonsAbout("Deployment"))
                        .contains("PaceBorrowed", "PacePaused", "PaceProven", "PaceComplete"));
    }

    @ParameterizedTest
    @CsvSource({"1, 50%, 1", "5, 2, 3", "4, 100%, 1", "3, 1, 3"})
    void batchesAreRoundedUpAndTheLastOneIsWhatIsLeft(int replicas, String batchSize, int batches) {
        // Given
        deploy(replicas, "{maxSurge: 0, maxUnavailable: 1}", "{\"minReadySeconds\": 1}");
        JsonNode before = deployment();
        try (Witness witness = new Witness(client, namespace, "web")) {
            // When
            restart("rounded", "{batchSize: " + batchSize + ", settle: 0s}");
            await("complete").atMost(SOON).until(() -> ended("rounded"));
            // Then
            assertThat(status("rounded").phase()).as(explain("rounded")).isEqualTo(PacePhase.Complete);
            assertThat(Objects.requireNonNull(status("rounded").batch()).number())
                    .isEqualTo(batches);
            assertThat(witness.fewestReady()).isGreaterThanOrEqualTo(replicas);
        }
        assertOnlyTheStampDiffers(before);
    }

    @ParameterizedTest
    @EnumSource(
            value = PacePhase.class,
            names = {"Pending", "Locking", "Borrowing", "Rolling", "Settling", "Finishing", "GivingBack"})
    void killedInAnyPhaseItReachesTheSameEnd(PacePhase phase) {
        // Given
        deploy(4, "{maxSurge: 1, maxUnavailable: 0}", "{}");
        JsonNode before = deployment();
        try (Witness witness = new Witness(client, namespace, "web")) {
            restart("killed", "{batchSize: 2, settle: 3s}");
            await("phase " + phase)
                    .pollInterval(Duration.ofMillis(5))
                    .atMost(SOON)
                    .until(() -> reached("killed", phase));
            // When
            POINTSMAN.process().kill();
            POINTSMAN.process().startAgain().awaitReady();
            // Then
            await("complete").atMost(SOON).until(() -> ended("killed"));
            assertThat(status("killed").phase()).as(explain("killed")).isEqualTo(PacePhase.Complete);
            assertThat(witness.mostPods()).isLessThanOrEqualTo(6);
            assertThat(witness.fewestReady()).isGreaterThanOrEqualTo(4);
            assertThat(witness.sizesOfTheNewOne()).endsWith(2, 4);
        }
        assertOnlyTheStampDiffers(before);
    }

    @Test
    void aBatchThatCrashesIsHeldAndOneCommandGoesBack() {
        // Given
        deploy(4, "{maxSurge: 25%, maxUnavailable: 25%}", "{}", "pointsman.io/test: crashloop");
        JsonNode before = deployment();
        // When
        restart("bad", "{batchSize: 1, settle: 1s}");
        await("stopped").atMost(SOON).until(() -> ended("bad"));
        // Then
        PaceStatus status = status("bad");
        assertThat(status.phase()).as(explain("bad")).isEqualTo(PacePhase.Stopped);
        assertThat(status.message()).contains("batch 1 of 4", "restarted", "held as it is", "paused");
        assertThat(Condition.find(status.conditions(), "Failed")).isPresent();
        assertThat(deployment().at("/spec/paused").asBoolean()).isTrue();
        assertThat(ready()).isGreaterThanOrEqualTo(4);
        // And when
        String holding =
                Condition.find(status.conditions(), "Holding").orElseThrow().message();
        sh(holding.substring(holding.indexOf("go back: ") + "go back: ".length()));
        // Then
        assertThat(deployment().path("spec")).isEqualTo(before.path("spec"));
        assertThat(own(deployment())).isEmpty();
    }

    @Test
    void aSecondRestartIsRefusedWhileTheFirstKeepsWhatItBorrowed() {
        // Given
        deploy(2, "{maxSurge: 1, maxUnavailable: 0}", "{}", "pointsman.io/test: crashloop");
        restart("bad", "{batchSize: 1, settle: 1s}");
        await("stopped").atMost(SOON).until(() -> ended("bad"));
        // When
        restart("again", "{}");
        await("refused").atMost(SOON).until(() -> ended("again"));
        // Then
        assertThat(status("again").phase()).isEqualTo(PacePhase.Failed);
        assertThat(status("again").message()).contains("PacedRollout/bad", "kubectl patch deployment web");
    }

    @Test
    void aTemplateThatAnotherHandChangesIsLeftAloneAndTheHandIsNamed() {
        // Given
        deploy(4, "{maxSurge: 25%, maxUnavailable: 25%}", "{}");
        restart("raced", "{batchSize: 1, settle: 30s}");
        awaitPhase("raced", PacePhase.Settling);
        // When
        kubectl(
                "patch",
                "deployment",
                "web",
                "--field-manager=rival",
                "--type=json",
                "-p",
                "[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/image\",\"value\":\"web:9\"}]");
        await("stopped").atMost(SOON).until(() -> ended("raced"));
        // Then
        PaceStatus status = status("raced");
        assertThat(status.phase()).as(explain("raced")).isEqualTo(PacePhase.Stopped);
        assertThat(status.message()).contains("by rival", "batch 1 of 4");
        // And when
        sh(String.valueOf(status.release()));
        // Then
        kubectl("rollout", "status", "deployment/web", "--timeout=60s");
        assertThat(deployment().at("/spec/template/spec/containers/0/image").asText())
                .isEqualTo("web:9");
        assertThat(deployment().at("/spec/strategy/rollingUpdate/maxSurge").asText())
                .isEqualTo("25%");
        assertThat(own(deployment())).isEmpty();
    }

    @Test
    void replicasThatChangeInTheMiddleAreFollowed() {
        // Given
        deploy(4, "{maxSurge: 25%, maxUnavailable: 25%}", "{}");
        JsonNode before = deployment();
        restart("scaled", "{batchSize: 2, settle: 2s}");
        awaitPhase("scaled", PacePhase.Settling);
        // When
        kubectl("scale", "deployment/web", "--replicas=7");
        await("complete").atMost(SOON).until(() -> ended("scaled"));
        // Then
        assertThat(status("scaled").phase()).as(explain("scaled")).isEqualTo(PacePhase.Complete);
        assertThat(status("scaled").message()).contains("7 pods");
        ((ObjectNode) before.path("spec")).put("replicas", 7);
        assertOnlyTheStampDiffers(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"paused\": true | is paused by kubectl; resume it first: kubectl rollout resume deployment/web",
                "\"strategy\": {\"type\": \"Recreate\", \"rollingUpdate\": null} | has strategy Recreate",
                "\"replicas\": 0 | has 0 replicas: there was nothing to restart"
            })
    void whatCannotBePacedIsSaidAndLeftAlone(String change, String sentence) {
        // Given
        deploy(2, "{maxSurge: 1, maxUnavailable: 0}", "{}");
        kubectl("patch", "deployment", "web", "--field-manager=kubectl", "-p", "{\"spec\": {" + change + "}}");
        await("observed")
                .atMost(SOON)
                .until(() -> deployment().at("/status/observedGeneration").asLong()
                        == deployment().at("/metadata/generation").asLong());
        JsonNode before = deployment();
        // When
        restart("refused", "{}");
        await("refused").atMost(SOON).until(() -> ended("refused"));
        // Then
        assertThat(status("refused").message()).contains(sentence);
        assertThat(deployment().path("spec")).isEqualTo(before.path("spec"));
        assertThat(own(deployment())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = PacePhase.class,
            names = {"Rolling", "Settling"})
    void anOperationThatIsDeletedInTheMiddleIsGivenBack(PacePhase phase) {
        // Given
        deploy(4, "{maxSurge: 25%, maxUnavailable: 25%}", "{}");
        JsonNode before = deployment();
        restart("deleted", "{batchSize: 1, settle: 5s}");
        awaitPhase("deleted", phase);
        // When
        kubectl("delete", "pace", "deleted");
        // Then
        await("given back").atMost(SOON).until(() -> own(deployment()).isEmpty());
        assertThat(deployment().path("spec")).isEqualTo(before.path("spec"));
        kubectl("rollout", "status", "deployment/web", "--timeout=60s");
    }

    private void awaitPhase(String name, PacePhase phase) {
        await("phase " + phase).pollInterval(Duration.ofMillis(10)).atMost(SOON).until(() -> reached(name, phase));
    }

    private void deploy(int replicas, String rollingUpdate, String spec, String... labels) {
        String label = labels.length == 0 ? "" : ", " + labels[0];
        POINTSMAN.cluster().apply(namespace, """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: %d
                  selector: {matchLabels: {app: web}}
                  strategy: {type: RollingUpdate, rollingUpdate: %s}
                  template:
                    metadata: {labels: {app: web%s}, annotations: {pointsman.io/test-crash-every: 1s}}
                    spec:
                      containers:
                        - name: app
                          image: web:1
                          readinessProbe: {httpGet: {path: /, port: 80}}
                """.formatted(replicas, rollingUpdate, label));
        if (!spec.equals("{}")) {
            kubectl("patch", "deployment", "web", "-p", "{\"spec\": " + spec + "}");
        }
        if (labels.length > 0) {
            await("its pods are there")
                    .atMost(SOON)
                    .until(() -> client.pods()
                                    .inNamespace(namespace)
                                    .list()
                                    .getItems()
                                    .size()
                            == replicas);
            kubectl("label", "pods", "-l", "app=web", "pointsman.io/test-");
        }
        kubectl("rollout", "status", "deployment/web", "--timeout=60s");
    }

    private void restart(String name, String pace) {
        POINTSMAN
                .cluster()
                .apply(
                        namespace,
                        "{apiVersion: pointsman.io/v1alpha1, kind: PacedRollout, metadata: {name: " + name
                                + "}, spec: {target: {kind: Deployment, name: web}, action: restart, pace: " + pace
                                + ", reason: certificates}}");
    }

    /** Nothing of the spec is other than before but the restart's stamp, and no mark of ours is left. */
    private void assertOnlyTheStampDiffers(JsonNode before) {
        JsonNode after = deployment();
        ObjectNode annotations = (ObjectNode) after.at("/spec/template/metadata/annotations");
        assertThat(annotations.remove("kubectl.kubernetes.io/restartedAt")).isNotNull();
        assertThat(after.path("spec")).isEqualTo(before.path("spec"));
        assertThat(own(after)).isEmpty();
    }

    private static List<String> own(JsonNode deployment) {
        return deployment.at("/metadata/annotations").properties().stream()
                .map(Map.Entry::getKey)
                .filter(k -> Set.of(Annotations.HELD_BY, Annotations.BORROWED).contains(k))
                .toList();
    }

    private JsonNode deployment() {
        try {
            return JSON.readTree(kubectl("get", "deployment", "web", "-o", "json"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private long ready() {
        return client.pods().inNamespace(namespace).list().getItems().stream()
                .filter(p -> p.getStatus().getConditions().stream()
                        .anyMatch(c ->
                                c.getType().equals("Ready") && c.getStatus().equals("True")))
                .count();
    }

    private boolean reached(String name, PacePhase phase) {
        return Optional.ofNullable(status(name).phase())
                .filter(p -> p.compareTo(phase) >= 0)
                .isPresent();
    }

    private boolean ended(String name) {
        return status(name).finished();
    }

    private String explain(String name) {
        return status(name).steps().stream()
                .map(Step::toString)
                .collect(Collectors.joining("\n", status(name).message() + "\n", ""));
    }

    private PaceStatus status(String name) {
        PacedRollout pace = client.resources(PacedRollout.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
        return pace == null || pace.getStatus() == null ? PaceStatus.NEW : pace.getStatus();
    }

    private Set<String> reasonsAbout(String kind) {
        return client.v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(e -> kind.equals(e.getInvolvedObject().getKind()))
                .map(Event::getReason)
                .collect(Collectors.toSet());
    }

    /** Runs a command that a status told a person to run. */
    private void sh(String command) {
        Program kubectl = POINTSMAN.cluster().kubectl();
        new Program(List.of("sh"), kubectl.environment())
                .run("-c", command.replaceFirst("^kubectl", kubectl.command().getFirst()))
                .orFail();
    }

    private String kubectl(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "-n";
        all[arguments.length + 1] = namespace;
        return POINTSMAN.cluster().kubectl().run(all).orFail();
    }
}
