package io.pointsman.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointsman.operation.DeploymentView;
import io.pointsman.operation.ObjectRef;
import io.pointsman.operation.swap.SwapSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final SwapSpec SPEC = new SwapSpec(List.of("web"), null, null, "green", null, null, null, null);

    @Test
    void aSwapSaysWhatItDoesAndHowToGoBack() {
        Plan.Draft plan = SwapPlan.of(new SwapDecision.Go(Swaps.onBlue("blue", "green"), "blue", "green"), SPEC);

        assertThat(plan.summary()).isEqualTo("swap web from blue to green");
        assertThat(plan.steps()).hasSize(5);
        assertThat(plan.steps().get(1)).contains("2 ready green pods", "after 2m");
        assertThat(plan.notes()).first().asString().contains("0 are there now");
        assertThat(plan.wayBack())
                .isEqualTo("kubectl patch service web --namespace shop --type merge --patch"
                        + " '{\"spec\":{\"selector\":{\"version\":\"blue\"}}}'");
    }

    @Test
    void aColorThatIsLiveIsOnlyProven() {
        Plan.Draft plan = SwapPlan.of(new SwapDecision.Go(Swaps.onBlue("blue", "green"), "blue", "blue"), SPEC);

        assertThat(plan.summary()).contains("blue is live already");
        assertThat(plan.steps()).hasSize(1);
    }

    @Test
    void aRestartGivesBackWhatItFound() {
        DeploymentView deployment = new DeploymentView(
                new ObjectRef("Deployment", "shop", "web-blue", "uid-2"),
                6,
                false,
                "RollingUpdate",
                Optional.of("25%"),
                Optional.of("1"),
                5,
                600);

        Plan.Draft plan = RestartPlan.of(deployment, new RestartRequest(null, null, null).spec("web-blue"));

        assertThat(plan.summary())
                .isEqualTo("restart Deployment web-blue, which has 6 replicas, at the pace \"standard\"");
        assertThat(plan.notes()).isEmpty();
        assertThat(plan.wayBack())
                .isEqualTo("kubectl patch deployment web-blue --namespace shop --type merge --patch"
                        + " '{\"spec\":{\"paused\":false,\"minReadySeconds\":5,\"progressDeadlineSeconds\":600,"
                        + "\"strategy\":{\"type\":\"RollingUpdate\",\"rollingUpdate\":{\"maxSurge\":\"25%\","
                        + "\"maxUnavailable\":1}}}}'");
    }

    @Test
    void aPausedDeploymentWithoutPodsIsSaidToBeSo() {
        DeploymentView deployment = new DeploymentView(
                new ObjectRef("Deployment", "shop", "web-blue", "uid-2"),
                0,
                true,
                "Recreate",
                Optional.empty(),
                Optional.empty(),
                0,
                600);

        Plan.Draft plan = RestartPlan.of(deployment, new RestartRequest(null, null, null).spec("web-blue"));

        assertThat(plan.notes()).hasSize(2);
        assertThat(plan.wayBack()).contains("\"type\":\"Recreate\"").doesNotContain("rollingUpdate");
    }
}
