package io.pointsman.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * A cluster with two real nodes, "node1" and "node2": real pods behind real Services, and levers that hurt. Where it cannot
 * be had, the test that asks for it is skipped and says why.
 */
public final class RealNodes {
    private static final int CANNOT_RUN_HERE = 77;
    private static final Program REALNODE = new Program(
            List.of(Path.of("k8s/devcluster/realnode/realnode").toAbsolutePath().toString()), Map.of());

    private final DevCluster cluster;

    private RealNodes(DevCluster cluster) {
        this.cluster = cluster;
    }

    /** Two nodes, raised at the first use. */
    public static RealNodes two() {
        Program.Outcome check = REALNODE.run("check", "--name", "test-traffic");
        Assumptions.assumeTrue(check.code() != CANNOT_RUN_HERE, check.err());
        check.orFail();
        return new RealNodes(DevCluster.real());
    }

    public DevCluster cluster() {
        return cluster;
    }

    /** Stops a component where it stands; it looks alive and does nothing until it continues. */
    public void stop(String component, String machine) {
        lever("signal", "STOP", component, machine);
    }

    public void goOn(String component, String machine) {
        lever("signal", "CONT", component, machine);
    }

    public void kill(String component, String machine) {
        lever("signal", "KILL", component, machine);
    }

    public void restart(String component, String machine) {
        lever("restart", component, machine);
    }

    /** SIGKILL to all processes of a pod at the same moment; the kubelet starts its containers again. */
    public void killPod(String namespace, String pod) {
        lever("kill-pod", namespace, pod);
    }

    /** Pulls a node's network cable. */
    public void cut(String node) {
        lever("cut", node);
    }

    /** Puts it back. */
    public void join(String node) {
        lever("join", node);
    }

    /** Ends a node with all its pods at once. */
    public void powerOff(String node) {
        lever("power", "off", node);
    }

    public void powerOn(String node) {
        lever("power", "on", node);
    }

    /** Imports a docker-archive into every node. */
    public void loadImage(Path archive) {
        lever("load-image", archive.toString());
    }

    private void lever(String command, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = command;
        all[1] = "--name";
        all[2] = "test-traffic";
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        REALNODE.run(all).orFail();
    }

    /** Begins to send requests from a node to a Service, with a new connection for each. */
    public Load load(String node, String namespace, String service, int perSecond, Duration duration) {
        String address = cluster.client()
                .services()
                .inNamespace(namespace)
                .withName(service)
                .get()
                .getSpec()
                .getClusterIP();
        return Load.start(DevCluster.binary("load"), node, "http://" + address + "/", perSecond, duration);
    }
}
