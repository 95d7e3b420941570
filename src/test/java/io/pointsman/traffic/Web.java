package io.pointsman.traffic;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.pointsman.testing.DevCluster;
import io.pointsman.testing.Load;
import io.pointsman.testing.RealNodes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The sample application in two colors in a namespace of its own, blue live; and beside it "steady", which nobody touches and
 * which gets as many requests: what it loses too, the machine lost, not the swap.
 */
final class Web {
    private static final String STEADY = """
            apiVersion: v1
            kind: Service
            metadata: {name: steady}
            spec:
              selector: {app: steady}
              ports: [{port: 80, targetPort: 8080}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: steady}
            spec:
              replicas: 2
              selector: {matchLabels: {app: steady}}
              template:
                metadata: {labels: {app: steady}}
                spec:
                  containers:
                  - name: app
                    image: pointsman.test/app:1
                    imagePullPolicy: IfNotPresent
                    env: [{name: VERSION, value: steady}]
                    readinessProbe: {httpGet: {path: /ready, port: 8080}, periodSeconds: 1}
            """;

    private final RealNodes nodes;
    private final DevCluster cluster;
    private final String namespace;

    private Web(RealNodes nodes) {
        this.nodes = nodes;
        cluster = nodes.cluster();
        namespace = cluster.newNamespace(Map.of());
    }

    static Web on(RealNodes nodes) {
        Web web = new Web(nodes);
        web.cluster.apply(web.namespace, DevCluster.file("k8s/samples/app/web.yaml"));
        web.cluster.apply(web.namespace, STEADY);
        for (String deployment : List.of("web-blue", "web-green", "steady")) {
            web.kubectl("rollout", "status", "deployment/" + deployment, "--timeout=90s");
        }
        web.awaitAnswers("blue");
        return web;
    }

    Traffic traffic(String node, int perSecond, int seconds) {
        Duration duration = Duration.ofSeconds(seconds);
        return new Traffic(
                nodes.load(node, namespace, "web", perSecond, duration),
                nodes.load(node, namespace, "steady", perSecond, duration));
    }

    void select(String color) {
        kubectl("patch", "service", "web", "-p", "{\"spec\":{\"selector\":{\"version\":\"" + color + "\"}}}");
    }

    /** Until node1 hears only that color. */
    void awaitAnswers(String color) {
        Awaitility.await(color + " answers").atMost(Duration.ofSeconds(30)).until(() -> {
            Load.Report report = nodes.load("node1", namespace, "web", 20, Duration.ofMillis(500))
                    .report();
            return report.answers(color) == report.requests();
        });
    }

    boolean selects(String color) {
        return color.equals(cluster.client()
                .services()
                .inNamespace(namespace)
                .withName("web")
                .get()
                .getSpec()
                .getSelector()
                .get("version"));
    }

    /** Asks Pointsman for a swap to green. */
    void swap() {
        cluster.apply(namespace, """
                apiVersion: pointsman.io/v1alpha1
                kind: BlueGreenSwap
                metadata: {name: to-green}
                spec: {services: [web], to: green}
                """);
    }

    /** Waits for a moment of the swap: that step is in its log. Looks every few milliseconds, so that the moment is hit. */
    void awaitStep(String step) {
        Awaitility.await("the swap's step " + step)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(60))
                .until(() -> steps().contains(step));
    }

    private List<String> steps() {
        return status()
                .map(status -> status.get("steps") instanceof List<?> steps ? steps : List.of())
                .orElse(List.of())
                .stream()
                .map(step -> String.valueOf(((Map<?, ?>) step).get("step")))
                .toList();
    }

    /** Complete, Failed …, with its message. */
    String awaitEnd() {
        Awaitility.await("the swap's end")
                .atMost(Duration.ofSeconds(90))
                .until(() -> status().map(status -> status.get("finishedAt")).isPresent());
        return status().orElseThrow().get("phase") + ": "
                + status().orElseThrow().get("message");
    }

    private Optional<Map<?, ?>> status() {
        GenericKubernetesResource swap = cluster.client()
                .genericKubernetesResources("pointsman.io/v1alpha1", "BlueGreenSwap")
                .inNamespace(namespace)
                .withName("to-green")
                .get();
        return Optional.ofNullable(swap)
                .map(found -> found.getAdditionalProperties().get("status"))
                .map(status -> (Map<?, ?>) status);
    }

    /** Its pods would take the next test's time. */
    void remove() {
        cluster.kubectl().run("delete", "namespace", namespace, "--timeout=90s").orFail();
    }

    void kubectl(String... arguments) {
        cluster.kubectl()
                .run(Stream.concat(Stream.of("-n", namespace), Stream.of(arguments))
                        .toArray(String[]::new))
                .orFail();
    }
}
