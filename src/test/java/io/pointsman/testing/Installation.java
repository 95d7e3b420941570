package io.pointsman.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Pointsman installed on the whole development cluster from its chart, with the process outside of it: it runs with the
 * rights of its own ServiceAccount, and the API server calls its webhooks by URL. One for all tests; each takes a namespace
 * of its own.
 */
public final class Installation {
    private static final String NAMESPACE = "pointsman-system";
    /** Short, so that a test that kills the leader need not wait long for the next one. */
    private static final Map<String, String> QUICK_ELECTION = Map.of(
            "POINTSMAN_LEADER_DURATION", "8s",
            "POINTSMAN_LEADER_RENEW_DEADLINE", "6s",
            "POINTSMAN_LEADER_RETRY_PERIOD", "500ms");

    private final DevCluster cluster = DevCluster.whole();
    private final PointsmanProcess process;

    private Installation() {
        // The account must exist before the process can run as it, and the port must be known before the chart can name
        // it.
        install("https://127.0.0.1:1");
        process = PointsmanProcess.start(kubeconfig("pointsman", NAMESPACE), QUICK_ELECTION);
        install(process.webhook());
        process.awaitReady();
    }

    private static final class Shared {
        private static final Installation INSTALLATION = new Installation();
    }

    public static Installation shared() {
        return Shared.INSTALLATION;
    }

    private void install(String webhook) {
        cluster.tool("helm")
                .run(
                        "upgrade",
                        "--install",
                        "pointsman",
                        "charts/pointsman",
                        "--namespace",
                        NAMESPACE,
                        "--create-namespace",
                        "--set",
                        "deployment.enabled=false",
                        "--set",
                        "webhook.url=" + webhook)
                .orFail();
    }

    public DevCluster cluster() {
        return cluster;
    }

    public PointsmanProcess process() {
        return process;
    }

    /** A token of a ServiceAccount, which is made if need be. */
    public String token(String serviceAccount, String namespace) {
        cluster.kubectl().run("create", "serviceaccount", serviceAccount, "-n", namespace);
        return cluster.kubectl()
                .run("create", "token", serviceAccount, "-n", namespace, "--duration=2h")
                .orFail()
                .strip();
    }

    /** A kubeconfig that acts as a ServiceAccount. */
    public Path kubeconfig(String serviceAccount, String namespace) {
        try {
            Path file = Files.createTempFile("kubeconfig", ".yaml");
            file.toFile().deleteOnExit();
            Files.copy(cluster.kubeconfig(), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Program kubectl = cluster.kubectl();
            String flag = "--kubeconfig=" + file;
            kubectl.run(
                            "config",
                            flag,
                            "set-credentials",
                            serviceAccount,
                            "--token=" + token(serviceAccount, namespace))
                    .orFail();
            kubectl.run("config", flag, "set-context", "--current", "--user=" + serviceAccount)
                    .orFail();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
