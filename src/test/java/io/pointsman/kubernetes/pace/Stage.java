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
import io.pointsman.operation.Step;
import io.pointsman.operation.pace.PacePhase;
import io.pointsman.operation.pace.PaceStatus;
import io.pointsman.testing.Installation;
import io.pointsman.testing.Program;
import io.pointsman.workload.Annotations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A namespace of its own with a Deployment {@code web}, and paced rollouts of it. */
final class Stage {
    static final Duration SOON = Duration.ofSeconds(60);
    static final Installation POINTSMAN = Installation.shared();
    private static final ObjectMapper JSON = new ObjectMapper();

    final KubernetesClient client = POINTSMAN.cluster().client();
    final String namespace = POINTSMAN.cluster().newNamespace(Map.of());

    Witness witness() {
        return new Witness(client, namespace, "web");
    }

    void awaitPhase(String name, PacePhase phase) {
        await("phase " + phase).pollInterval(Duration.ofMillis(10)).atMost(SOON).until(() -> reached(name, phase));
    }

    void deploy(int replicas, String rollingUpdate, String spec, String... labels) {
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

    void restart(String name, String pace) {
        rollout(name, "action: restart, pace: " + pace);
    }

    void rollout(String name, String spec) {
        POINTSMAN
                .cluster()
                .apply(
                        namespace,
                        "{apiVersion: pointsman.io/v1alpha1, kind: PacedRollout, metadata: {name: " + name
                                + "}, spec: {target: {kind: Deployment, name: web}, " + spec
                                + ", reason: certificates}}");
    }

    /** Nothing of the spec is other than before but the restart's stamp, and no mark of ours is left. */
    void assertOnlyTheStampDiffers(JsonNode before) {
        JsonNode after = deployment();
        ObjectNode annotations = (ObjectNode) after.at("/spec/template/metadata/annotations");
        assertThat(annotations.remove("kubectl.kubernetes.io/restartedAt")).isNotNull();
        assertThat(after.path("spec")).isEqualTo(before.path("spec"));
        assertThat(own(after)).isEmpty();
    }

    static List<String> own(JsonNode deployment) {
        return deployment.at("/metadata/annotations").properties().stream()
                .map(Map.Entry::getKey)
                .filter(k -> Set.of(Annotations.HELD_BY, Annotations.BORROWED).contains(k))
                .toList();
    }

    JsonNode deployment() {
        try {
            return JSON.readTree(kubectl("get", "deployment", "web", "-o", "json"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    long ready() {
        return client.pods().inNamespace(namespace).list().getItems().stream()
                .filter(p -> p.getStatus().getConditions().stream()
                        .anyMatch(c ->
                                c.getType().equals("Ready") && c.getStatus().equals("True")))
                .count();
    }

    boolean reached(String name, PacePhase phase) {
        return Optional.ofNullable(status(name).phase())
                .filter(p -> p.compareTo(phase) >= 0)
                .isPresent();
    }

    void awaitEnd(String name) {
        await(name + " has ended").atMost(SOON).until(() -> ended(name));
    }

    boolean ended(String name) {
        return status(name).finished();
    }

    String explain(String name) {
        return status(name).steps().stream()
                .map(Step::toString)
                .collect(Collectors.joining("\n", status(name).message() + "\n", ""));
    }

    PaceStatus status(String name) {
        PacedRollout pace = client.resources(PacedRollout.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
        return pace == null || pace.getStatus() == null ? PaceStatus.NEW : pace.getStatus();
    }

    Set<String> reasonsAbout(String kind) {
        return client.v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(e -> kind.equals(e.getInvolvedObject().getKind()))
                .map(Event::getReason)
                .collect(Collectors.toSet());
    }

    /** Runs a command that a status told a person to run. */
    void sh(String command) {
        Program kubectl = POINTSMAN.cluster().kubectl();
        new Program(List.of("sh"), kubectl.environment())
                .run("-c", command.replaceFirst("^kubectl", kubectl.command().getFirst()))
                .orFail();
    }

    String kubectl(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "-n";
        all[arguments.length + 1] = namespace;
        return POINTSMAN.cluster().kubectl().run(all).orFail();
    }
}
