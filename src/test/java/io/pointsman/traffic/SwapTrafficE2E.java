package io.pointsman.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointsman.testing.Load;
import io.pointsman.testing.RealInstallation;
import io.pointsman.testing.RealNodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pointsman swaps while real requests run: on a healthy cluster, with a node that lags, and killed in the middle. */
class SwapTrafficE2E {
    private RealInstallation pointsman;
    private RealNodes nodes;
    private Web web;

    @BeforeEach
    void installed() {
        pointsman = RealInstallation.prepared().install();
        nodes = pointsman.nodes();
        web = Web.on(nodes);
    }

    @AfterEach
    void removed() {
        if (web != null) {
            web.remove();
        }
    }

    @Test
    void aSwapMovesEveryAnswerAndLosesNone() {
        // Given
        Traffic load = web.traffic("node1", 200, 15);
        load.expect("blue", "green");

        // When
        web.swap();
        String end = web.awaitEnd();
        load.mark(end);

        // Then
        web.awaitAnswers("green");
        load.expect("green");
        assertThat(end).startsWith("Complete");
        Load.Report report = load.noneLost();
        assertThat(report.wrong()).as(report.toString()).isZero();
        assertThat(report.answers("green")).as(report.toString()).isPositive();
    }

    @Test
    void aNodeThatLagsIsServedByTheOldColorUntilItFollows() {
        // Given
        Traffic load = web.traffic("node2", 100, 20);
        nodes.stop("kube-proxy", "node2");
        String end;
        try {
            // When
            web.swap();
            end = web.awaitEnd();
            web.awaitAnswers("green");
            load.expect("green");
        } finally {
            nodes.goOn("kube-proxy", "node2");
        }

        // Then
        assertThat(end).startsWith("Complete");
        Load.Report report = load.noneLost();
        assertThat(report.wrong()).as(report.toString()).isPositive();
        assertThat(report.answers("green")).as(report.toString()).isPositive();
    }

    @Test
    void aLeaderKilledInTheMiddleIsFollowedByOneThatReachesTheSameEnd() {
        // Given
        Traffic load = web.traffic("node1", 50, 40);

        // When
        web.swap();
        web.awaitStep("Locked");
        String killed = pointsman.leader();
        pointsman.killLeader();
        load.mark("leader " + killed + " killed");
        String end = web.awaitEnd();
        load.mark(end);

        // Then
        assertThat(end).startsWith("Complete");
        assertThat(web.selects("green")).isTrue();
        load.noneLost();
    }
}
