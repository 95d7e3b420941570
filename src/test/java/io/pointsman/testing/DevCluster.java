package io.pointsman.testing;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A development cluster for tests, raised at the first use and taken down when the tests' process ends. */
public final class DevCluster {
    private static final Path SCRIPT = Path.of("k8s/devcluster/devcluster");
    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    private final String name;
    private final Path kubeconfig;
    private final KubernetesClient client;

    private DevCluster(String name, String... options) {
        this.name = name;
        devcluster(Stream.concat(Stream.of("up", "--name", name), Stream.of(options))
                .toArray(String[]::new));
        kubeconfig = Path.of(devcluster("kubeconfig", "--name", name).strip());
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
        Runtime.getRuntime().addShutdownHook(new Thread(this::down));
    }

    private static final class Whole {
        private static final DevCluster CLUSTER = new DevCluster("test");
    }

    private static final class Bare {
        private static final DevCluster CLUSTER = new DevCluster("test-bare", "--bare");
    }

    /** A control plane with its controllers and three fake nodes: Deployments become Running pods with endpoints. */
    public static DevCluster whole() {
        return Whole.CLUSTER;
    }

    /** etcd and an API server alone: nothing moves but what a test moves. */
    public static DevCluster bare() {
        return Bare.CLUSTER;
    }

    private static final class Real {
        private static final DevCluster CLUSTER = new DevCluster("test-traffic", "--nodes", "2");
    }

    /** Two real nodes; see {@link RealNodes}. */
    static DevCluster real() {
        return Real.CLUSTER;
    }

    /** Another such API server, for one test class that installs what others install, too. */
    public static DevCluster bareAlone(String purpose) {
        return new DevCluster("test-" + purpose, "--bare");
    }

    private static String devcluster(String... arguments) {
        return new Program(List.of(SCRIPT.toAbsolutePath().toString()), Map.of())
                .run(arguments)
                .orFail();
    }

    private void down() {
        client.close();
        devcluster("down", "--name", name);
    }

    public Path kubeconfig() {
        return kubeconfig;
    }

    /** A client with all rights. */
    public KubernetesClient client() {
        return client;
    }

    /** kubectl with all rights, in the project's root. */
    public Program kubectl() {
        return tool("kubectl");
    }

    /** A tool of the cluster's own, such as kubectl or helm. */
    public Program tool(String tool) {
        return new Program(List.of(binary(tool).toString()), Map.of("KUBECONFIG", kubeconfig.toString()));
    }

    static Path binary(String tool) {
        String state =
                Optional.ofNullable(System.getenv("POINTSMAN_DEVCLUSTER_DIR")).orElse(".devcluster");
        return Path.of(state, "bin", tool).toAbsolutePath();
    }

    /** A namespace of a test's own, with those labels. */
    public String newNamespace(Map<String, String> labels) {
        String namespace = "t" + NAMESPACES.incrementAndGet() + "-" + Long.toString(System.nanoTime(), 36);
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .withLabels(labels)
                        .endMetadata()
                        .build())
                .create();
        return namespace;
    }

    /** Applies manifests, as a file's text, into a namespace. */
    public String apply(String namespace, String manifests) {
        return kubectl().read(manifests, "apply", "-n", namespace, "-f", "-").orFail();
    }

    /** The text of one of the repository's files. */
    public static String file(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
