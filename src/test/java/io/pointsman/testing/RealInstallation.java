package io.pointsman.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/** Pointsman as users have it: its image in pods of the real nodes, installed from the chart, called by its Service. */
public final class RealInstallation {
    public static final String NAMESPACE = "pointsman-system";
    /** Short, so that a test that kills the leader need not wait long for the next one. */
    private static final List<String> SETTINGS = List.of(
            "extraEnv[0].name=POINTSMAN_LEADER_DURATION,extraEnv[0].value=5s",
            "extraEnv[1].name=POINTSMAN_LEADER_RENEW_DEADLINE,extraEnv[1].value=3s",
            "extraEnv[2].name=POINTSMAN_LEADER_RETRY_PERIOD,extraEnv[2].value=1s");

    private final RealNodes nodes;
    private final DevCluster cluster;

    private RealInstallation(RealNodes nodes) {
        this.nodes = nodes;
        this.cluster = nodes.cluster();
    }

    /** The real nodes with the image on them, and nothing installed yet. Skips the test where there is no image. */
    public static RealInstallation prepared() {
        Path image = Path.of(
                Optional.ofNullable(System.getenv("POINTSMAN_DEVCLUSTER_DIR")).orElse(".devcluster"),
                "images",
                "pointsman.tar");
        Assumptions.assumeTrue(
                Files.exists(image), "there is no image of Pointsman (k8s/devcluster/images/pointsman makes it)");
        RealNodes nodes = RealNodes.two();
        nodes.loadImage(image.toAbsolutePath());
        return new RealInstallation(nodes);
    }

    public RealNodes nodes() {
        return nodes;
    }

    /** Returns at once when it is installed already. */
    public RealInstallation install() {
        helm(
                "upgrade",
                "--install",
                "pointsman",
                "charts/pointsman",
                "--namespace",
                NAMESPACE,
                "--create-namespace",
                "--set",
                String.join(",", SETTINGS),
                "--wait",
                "--timeout",
                "110s");
        return this;
    }

    public void uninstall() {
        helm("uninstall", "pointsman", "--namespace", NAMESPACE, "--ignore-not-found", "--wait");
        cluster.kubectl()
                .run("delete", "namespace", NAMESPACE, "--ignore-not-found", "--timeout=90s")
                .orFail();
    }

    private void helm(String... arguments) {
        cluster.tool("helm").run(arguments).orFail();
    }

    /** The pod that leads now. */
    public String leader() {
        return cluster.client()
                .leases()
                .inNamespace(NAMESPACE)
                .withName("pointsman-leader")
                .get()
                .getSpec()
                .getHolderIdentity();
    }

    /** The leader's processes end as by a power cut. */
    public void killLeader() {
        nodes.killPod(NAMESPACE, leader());
    }

    /** Kind, namespace and name of all that is in the cluster; what comes and goes by itself is left out. */
    public Set<String> objects() {
        String kinds = cluster.kubectl()
                .run("api-resources", "--verbs=list", "-o", "name")
                .orFail()
                .lines()
                .filter(kind ->
                        !kind.startsWith("events") && !kind.equals("endpoints") && !kind.equals("componentstatuses"))
                .collect(Collectors.joining(","));
        String all = cluster.kubectl()
                .run(
                        "get",
                        kinds,
                        "-A",
                        "-o",
                        "jsonpath={range .items[*]}{.kind} {.metadata.namespace}/{.metadata.name}{\"\\n\"}{end}")
                .orFail();
        return all.lines()
                .filter(line -> !line.startsWith("Lease kube-node-lease/"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
