package io.pointsman.chart;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.util.stream.Collectors.joining;

import io.pointsman.testing.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A control plane of one test class: raised anew by the development cluster, and taken down at the end. */
record ControlPlane(String name, Path kubeconfig, Program kubectl, Program helm) implements AutoCloseable {
    private static final Program DEVCLUSTER = new Program(List.of("k8s/devcluster/devcluster"), Map.of());

    /** Raises etcd and the API server; with controllers and fake nodes too, unless {@code --bare} is given. */
    static ControlPlane up(String name, String... options) {
        DEVCLUSTER.run("down", "--name", name).orFail();
        DEVCLUSTER
                .run(Stream.concat(Stream.of("up", "--name", name), Stream.of(options))
                        .toArray(String[]::new))
                .orFail();
        String kubeconfig =
                DEVCLUSTER.run("kubeconfig", "--name", name).orFail().strip();
        String kubectl = DEVCLUSTER.run("bin").orFail().strip() + "/kubectl";
        return new ControlPlane(
                name,
                Path.of(kubeconfig),
                new Program(List.of(kubectl, "--kubeconfig", kubeconfig), Map.of()),
                new Program(List.of(Chart.helm()), Map.of("KUBECONFIG", kubeconfig)));
    }

    /** Runs kubectl, which must succeed. */
    String kubectl(String... arguments) {
        return kubectl.run(arguments).orFail();
    }

    /** Gives kubectl something to read. */
    Program.Outcome apply(String yaml, String... arguments) {
        return kubectl.read(
                yaml,
                Stream.concat(Stream.of("apply", "-f", "-"), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    /** Runs Helm in the namespace of the release, which must succeed. */
    String helm(String... arguments) {
        return helm.run(Stream.concat(Stream.of(arguments), Stream.of("--namespace", Chart.NAMESPACE))
                        .toArray(String[]::new))
                .orFail();
    }

    /** Installs the chart, or upgrades to it, with such settings. */
    String install(String... settings) {
        List<String> arguments = new ArrayList<>(
                List.of("upgrade", "--install", "pointsman", Chart.HOME.toString(), "--create-namespace"));
        Stream.of(settings).forEach(setting -> arguments.addAll(List.of("--set-json", setting)));
        return helm(arguments.toArray(String[]::new));
    }

    /** A kubeconfig that acts as a ServiceAccount in the namespace of the release. */
    Path kubeconfigOf(String serviceAccount) {
        try {
            Path file = Files.copy(kubeconfig, kubeconfig.resolveSibling(serviceAccount + ".yaml"), REPLACE_EXISTING);
            String token = kubectl("create", "token", serviceAccount, "--namespace=" + Chart.NAMESPACE)
                    .strip();
            kubectl("config", "set-credentials", serviceAccount, "--token=" + token, "--kubeconfig=" + file);
            kubectl("config", "set-context", "--current", "--user=" + serviceAccount, "--kubeconfig=" + file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every object that there is, as {@code Kind namespace/name}, but events. */
    List<String> everything() {
        String resources = Stream.of(kubectl("api-resources", "--verbs=list", "--output=name")
                        .split("\n"))
                .filter(resource -> !resource.startsWith("events"))
                .collect(joining(","));
        return kubectl(
                        "get",
                        resources,
                        "--all-namespaces",
                        "--ignore-not-found",
                        "--output=jsonpath={range .items[*]}{.kind} {.metadata.namespace}/{.metadata.name}{\"\\n\"}{end}")
                .lines()
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        DEVCLUSTER.run("down", "--name", name).orFail();
    }
}
