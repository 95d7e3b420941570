package io.pointsman.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.pointsman.operation.swap.SwapPhase;
import io.pointsman.operation.swap.SwapStatus;
import io.pointsman.testing.DevCluster;
import io.pointsman.testing.Installation;
import io.pointsman.testing.Program;
import io.pointsman.workload.Annotations;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Swaps on a real control plane whose controllers make the pods and the EndpointSlices. */
class SwapE2E {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Installation POINTSMAN = Installation.shared();

    private final KubernetesClient client = POINTSMAN.cluster().client();
    private final String namespace = POINTSMAN.cluster().newNamespace(Map.of());

    @BeforeEach
    void blueServesAndGreenWaits() {
        POINTSMAN.cluster().apply(namespace, DevCluster.file("k8s/samples/user-service.yaml"));
        for (String color : Set.of("blue", "green")) {
            kubectl("rollout", "status", "deployment/user-service-" + color, "--timeout=60s");
        }
        await("blue is in the EndpointSlices")
                .atMost(SOON)
                .until(() -> serving().equals(ready("blue")));
    }

    @Test
    void movesTheServiceProvesItAndSaysSo() {
        // When
        swap("go-green", "{services: [user-service], to: green, reason: release 2.0}");
        // Then
        kubectl("wait", "--for=condition=Complete", "bgs/go-green", "--timeout=60s");
        assertThat(service().getSpec().getSelector())
                .containsEntry("version", "green")
                .containsEntry("app", "user-service");
        assertThat(service().getMetadata().getAnnotations()).doesNotContainKey(Annotations.HELD_BY);
        assertThat(serving()).isEqualTo(ready("green")).hasSize(3);
        SwapStatus status = status("go-green");
        assertThat(status.progress()).isEqualTo("3/3");
        assertThat(status.requestedBy()).isNotBlank();
        assertThat(kubectl("get", "bgs", "go-green")).contains("user-service", "blue", "green", "Complete", "3/3");
        await("the Service's events tell it")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(reasonsAbout("Service")).contains("SwapSwitched", "SwapComplete"));
    }

    @Test
    void aSecondApplyOfAFinishedSwapDoesNothing() {
        // Given
        swap("once", "{services: [user-service], to: green}");
        kubectl("wait", "--for=condition=Complete", "bgs/once", "--timeout=60s");
        kubectl("patch", "service", "user-service", "-p", "{\"spec\":{\"selector\":{\"version\":\"blue\"}}}");
        // When
        swap("once", "{services: [user-service], to: green}");
        swap("twice", "{services: [user-service], to: blue}");
        kubectl("wait", "--for=condition=Complete", "bgs/twice", "--timeout=60s");
        // Then
        assertThat(service().getSpec().getSelector()).containsEntry("version", "blue");
    }

    @Test
    void anUnknownColorIsNamedWithThoseThatExistAndNothingChanges() {
        // When
        swap("purple", "{services: [user-service], to: purple, prepare: {timeout: 2s}}");
        // Then
        kubectl("wait", "--for=condition=Failed", "bgs/purple", "--timeout=60s");
        assertThat(status("purple").message())
                .startsWith("no workload behind Service user-service has version=purple (colors there: blue, green)");
        assertThat(service().getSpec().getSelector()).containsEntry("version", "blue");
        assertThat(service().getMetadata().getAnnotations()).doesNotContainKey(Annotations.HELD_BY);
    }

    @Test
    void twoSwapsOfOneServiceTakeTurns() {
        // When
        swap("first", "{services: [user-service], to: green}");
        swap("second", "{services: [user-service], to: blue}");
        // Then
        kubectl("wait", "--for=condition=Complete", "bgs/first", "bgs/second", "--timeout=60s");
        assertThat(serving())
                .isEqualTo(
                        ready(String.valueOf(service().getSpec().getSelector().get("version"))));
        assertThat(service().getMetadata().getAnnotations()).doesNotContainKey(Annotations.HELD_BY);
    }

    @Test
    void twoServicesOfWhichTheSecondIsNotReadyAreNotSwitched() {
        // Given
        kubectl("create", "service", "clusterip", "lonely", "--tcp=80:80");
        kubectl(
                "patch",
                "service",
                "lonely",
                "-p",
                "{\"spec\":{\"selector\":{\"app\":\"lonely\",\"version\":\"blue\"}}}");
        // When
        swap("both", "{services: [user-service, lonely], to: green, prepare: {timeout: 3s}}");
        // Then
        kubectl("wait", "--for=condition=Failed", "bgs/both", "--timeout=60s");
        assertThat(status("both").message()).contains("Service lonely");
        assertThat(service().getSpec().getSelector()).containsEntry("version", "blue");
    }

    @Test
    void waitsForUnreadyPodsSaysWhichAndGoesOnWhenTheyAre() {
        // Given
        kubectl(
                "patch",
                "deployment",
                "user-service-green",
                "-p",
                "{\"spec\":{\"template\":{\"metadata\":{\"labels\":{\"pointsman.io/test\":\"never-ready\"}}},\"strategy\":{\"rollingUpdate\":{\"maxUnavailable\":3}}}}");
        await("no green pod is ready").atMost(SOON).until(() -> ready("green").isEmpty());
        swap("patient", "{services: [user-service], to: green, prepare: {timeout: 5m}}");
        await("it says what it waits for")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(status("patient").message())
                        .startsWith(
                                "waiting: 3 of 3 green pods of user-service are not ready: pod user-service-green-"));
        assertThat(service().getSpec().getSelector()).containsEntry("version", "blue");
        // When
        kubectl("label", "pods", "-l", "version=green", "pointsman.io/test-");
        // Then
        kubectl("wait", "--for=condition=Complete", "bgs/patient", "--timeout=60s");
        assertThat(serving()).isEqualTo(ready("green")).hasSize(3);
    }

    @Test
    void aSelectorChangedByAnotherHandIsLeftAloneAndTheHandIsNamed() {
        // Given
        kubectl(
                "patch",
                "deployment",
                "user-service-green",
                "-p",
                "{\"spec\":{\"template\":{\"metadata\":{\"labels\":{\"pointsman.io/test\":\"never-ready\"}}},\"strategy\":{\"rollingUpdate\":{\"maxUnavailable\":3}}}}");
        await("no green pod is ready").atMost(SOON).until(() -> ready("green").isEmpty());
        swap("raced", "{services: [user-service], to: green, prepare: {timeout: 5m}}");
        await("it holds the Service").atMost(SOON).until(() -> status("raced").phase() == SwapPhase.Preparing);
        // When
        kubectl(
                "patch",
                "service",
                "user-service",
                "--field-manager=rival",
                "-p",
                "{\"spec\":{\"selector\":{\"version\":\"red\"}}}");
        // Then
        kubectl("wait", "--for=condition=Failed", "bgs/raced", "--timeout=60s");
        assertThat(status("raced").message()).contains("by rival");
        assertThat(service().getSpec().getSelector()).containsEntry("version", "red");
        assertThat(service().getMetadata().getAnnotations()).doesNotContainKey(Annotations.HELD_BY);
    }

    @ParameterizedTest
    @EnumSource(
            value = SwapPhase.class,
            names = {"Pending", "Locking", "Preparing", "Switching", "Verifying", "Releasing"})
    void killedAtAnyStepItReachesTheSameEnd(SwapPhase phase) {
        // Given
        swap("killed", "{services: [user-service], to: green}");
        await("phase " + phase)
                .pollInterval(Duration.ofMillis(5))
                .atMost(SOON)
                .until(() -> Optional.ofNullable(status("killed").phase())
                        .filter(p -> p.compareTo(phase) >= 0)
                        .isPresent());
        // When
        POINTSMAN.process().kill();
        POINTSMAN.process().startAgain().awaitReady();
        // Then
        kubectl("wait", "--for=condition=Complete", "bgs/killed", "--timeout=60s");
        assertThat(serving()).isEqualTo(ready("green")).hasSize(3);
        assertThat(service().getMetadata().getAnnotations()).doesNotContainKey(Annotations.HELD_BY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"blue", "green"})
    void aServiceThatIsGoneInTheMiddleEndsTheSwap(String to) {
        // Given
        swap("orphaned", "{services: [user-service], to: " + to + "}");
        // When
        kubectl("delete", "service", "user-service");
        // Then
        await("it has ended")
                .atMost(SOON)
                .until(() -> status("orphaned").finished()
                        || String.valueOf(status("orphaned").message()).contains("does not exist"));
    }

    private void swap(String name, String spec) {
        POINTSMAN
                .cluster()
                .apply(
                        namespace,
                        "{apiVersion: pointsman.io/v1alpha1, kind: BlueGreenSwap, metadata: {name: " + name
                                + "}, spec: " + spec + "}");
    }

    private String kubectl(String... arguments) {
        Program kubectl = POINTSMAN.cluster().kubectl();
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "-n";
        all[arguments.length + 1] = namespace;
        return kubectl.run(all).orFail();
    }

    private SwapStatus status(String name) {
        BlueGreenSwap swap = client.resources(BlueGreenSwap.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
        return swap == null || swap.getStatus() == null ? SwapStatus.NEW : swap.getStatus();
    }

    private Service service() {
        return Objects.requireNonNull(client.services()
                .inNamespace(namespace)
                .withName("user-service")
                .get());
    }

    private Set<String> serving() {
        return client
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace(namespace)
                .withLabel("kubernetes.io/service-name", "user-service")
                .list()
                .getItems()
                .stream()
                .flatMap(s -> Views.orEmpty(s.getEndpoints()).stream())
                .filter(e -> !Boolean.FALSE.equals(e.getConditions().getReady()))
                .map((Endpoint e) -> e.getTargetRef().getName())
                .collect(Collectors.toSet());
    }

    private Set<String> ready(String color) {
        return client.pods().inNamespace(namespace).withLabel("version", color).list().getItems().stream()
                .map(Views::pod)
                .filter(p -> p.serving())
                .map(p -> p.name())
                .collect(Collectors.toSet());
    }

    private Set<String> reasonsAbout(String kind) {
        return client.v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(e -> kind.equals(e.getInvolvedObject().getKind()))
                .map(Event::getReason)
                .collect(Collectors.toSet());
    }
}
