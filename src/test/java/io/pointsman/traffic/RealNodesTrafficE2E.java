package io.pointsman.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointsman.testing.DevCluster;
import io.pointsman.testing.Load;
import io.pointsman.testing.RealNodes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ground that the other traffic tests stand on: with kubectl alone, requests arrive, move and get lost as they should. */
class RealNodesTrafficE2E {
    private RealNodes nodes;
    private DevCluster cluster;
    private String namespace;

    @BeforeEach
    void webInTwoColors() {
        nodes = RealNodes.two();
        cluster = nodes.cluster();
        namespace = cluster.newNamespace(Map.of());
        cluster.apply(namespace, DevCluster.file("k8s/samples/app/web.yaml"));
        for (String color : new String[] {"blue", "green"}) {
            kubectl("rollout", "status", "deployment/web-" + color, "--timeout=90s");
        }
        answers("blue");
    }

    @Test
    void aPatchOnAHealthyClusterMovesEveryAnswerAndLosesNone() {
        // Given
        Load load = nodes.load("node1", namespace, "web", 200, Duration.ofSeconds(8));
        load.expect("blue", "green");

        // When
        select("green");
        load.mark("patched");

        // Then
        answers("green");
        load.expect("green");
        Load.Report report = load.report();
        assertThat(report.lost()).as(report.toString()).isZero();
        assertThat(report.wrong()).as(report.toString()).isZero();
        assertThat(report.answers("green")).as(report.toString()).isPositive();
    }

    @Test
    void aNodeWhoseProxyStandsStillAsksTheOldColorAndLosesRequestsWithIt() {
        // Given
        Load lagging = nodes.load("node2", namespace, "web", 100, Duration.ofSeconds(14));
        Load healthy = nodes.load("node1", namespace, "web", 100, Duration.ofSeconds(14));
        nodes.stop("kube-proxy", "node2");
        try {
            // When
            select("green");
            answers("green");
            lagging.expect("green");
            healthy.expect("green");
            kubectl("scale", "deployment/web-blue", "--replicas=0");
            kubectl("wait", "--for=delete", "pod", "-l", "app=web,version=blue", "--timeout=30s");
        } finally {
            nodes.goOn("kube-proxy", "node2");
        }

        // Then
        Load.Report seen = lagging.report();
        assertThat(seen.wrong()).as(seen.toString()).isPositive();
        assertThat(seen.lost()).as(seen.toString()).isPositive();
        Load.Report unhurt = healthy.report();
        assertThat(unhurt.wrong()).as(unhurt.toString()).isZero();
        assertThat(unhurt.lost()).as(unhurt.toString()).isZero();
    }

    private void select(String color) {
        kubectl("patch", "service", "web", "-p", "{\"spec\":{\"selector\":{\"version\":\"" + color + "\"}}}");
    }

    /** Until node1 hears only that color. */
    private void answers(String color) {
        Awaitility.await(color + " answers").atMost(30, TimeUnit.SECONDS).until(() -> {
            Load.Report report = nodes.load("node1", namespace, "web", 20, Duration.ofMillis(500))
                    .report();
            return report.answers(color) == report.requests();
        });
    }

    private void kubectl(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "-n";
        all[1] = namespace;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        cluster.kubectl().run(all).orFail();
    }
}
