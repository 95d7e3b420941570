package io.pointsman.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointsman.testing.Load;
import io.pointsman.testing.RealNodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ground that the other traffic tests stand on: with kubectl alone, requests arrive, move and get lost as they should. */
class RealNodesTrafficE2E {
    private RealNodes nodes;
    private Web web;

    @BeforeEach
    void webInTwoColors() {
        nodes = RealNodes.two();
        web = Web.on(nodes);
    }

    @AfterEach
    void removed() {
        if (web != null) {
            web.remove();
        }
    }

    @Test
    void aPatchOnAHealthyClusterMovesEveryAnswerAndLosesNone() {
        // Given
        Traffic load = web.traffic("node1", 200, 10);
        load.expect("blue", "green");

        // When
        web.select("green");
        load.mark("patched");

        // Then
        web.awaitAnswers("green");
        load.expect("green");
        Load.Report report = load.noneLost();
        assertThat(report.wrong()).as(report.toString()).isZero();
        assertThat(report.answers("green")).as(report.toString()).isPositive();
    }

    @Test
    void aNodeWhoseProxyStandsStillAsksTheOldColorAndLosesRequestsWithIt() {
        // Given
        Traffic lagging = web.traffic("node2", 100, 15);
        Traffic healthy = web.traffic("node1", 100, 15);
        nodes.stop("kube-proxy", "node2");
        try {
            // When
            web.select("green");
            web.awaitAnswers("green");
            lagging.expect("green");
            healthy.expect("green");
            web.kubectl("scale", "deployment/web-blue", "--replicas=0");
            web.kubectl("wait", "--for=delete", "pod", "-l", "app=web,version=blue", "--timeout=30s");
        } finally {
            nodes.goOn("kube-proxy", "node2");
        }

        // Then
        Load.Report seen = lagging.report();
        assertThat(seen.wrong()).as(seen.toString()).isPositive();
        assertThat(seen.lost()).as(seen.toString()).isPositive();
        Load.Report unhurt = healthy.noneLost();
        assertThat(unhurt.wrong()).as(unhurt.toString()).isZero();
    }
}
