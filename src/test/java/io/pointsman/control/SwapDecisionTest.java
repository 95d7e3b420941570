package io.pointsman.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.pointsman.operation.traffic.Routing;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SwapDecisionTest {
    private static SwapDecision decide(@Nullable String to, @Nullable String from, @Nullable Routing found) {
        return SwapDecision.of(
                "shop", "web", new SwapRequest(to, from, null, null, null, null, null), Optional.ofNullable(found));
    }

    private static Problem refusal(@Nullable String to, @Nullable String from, @Nullable Routing found) {
        SwapDecision decision = decide(to, from, found);
        assertThat(decision).isInstanceOf(SwapDecision.No.class);
        return ((SwapDecision.No) decision).problem();
    }

    @Test
    void theOtherOfTwoColorsIsMeant() {
        assertThat(decide(null, null, Swaps.onBlue("blue", "green")))
                .asInstanceOf(type(SwapDecision.Go.class))
                .satisfies(go -> {
                    assertThat(go.from()).isEqualTo("blue");
                    assertThat(go.to()).isEqualTo("green");
                    assertThat(go.alreadyLive()).isFalse();
                });
    }

    @Test
    void theOtherColorIsMeantThoughNothingHasTheLiveOne() {
        assertThat(decide(null, null, Swaps.onBlue("green")))
                .asInstanceOf(type(SwapDecision.Go.class))
                .extracting(SwapDecision.Go::to)
                .isEqualTo("green");
    }

    @Test
    void aServiceThatIsNotThereIsNotFound() {
        Problem problem = refusal("green", null, null);

        assertThat(problem.status()).isEqualTo(404);
        assertThat(problem.detail()).isEqualTo("There is no Service \"web\" in namespace \"shop\".");
    }

    @Test
    void aColorThatNobodyHasIsUnknown() {
        Problem problem = refusal("purple", null, Swaps.onBlue("blue", "green"));

        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.type()).endsWith(":unknown-color");
        assertThat(problem.detail()).contains("purple", "the colors there are blue, green");
    }

    @Test
    void oneColorAloneCannotBeSwapped() {
        assertThat(refusal(null, null, Swaps.onBlue("blue")).detail())
                .isEqualTo(
                        "There is no color to swap to: no Deployment or StatefulSet behind Service \"web\" has another"
                                + " version than blue, which is live.");
    }

    @Test
    void amongThreeColorsOneMustBeNamed() {
        Problem problem = refusal(null, null, Swaps.onBlue("blue", "green", "red"));

        assertThat(problem.type()).endsWith(":ambiguous-color");
        assertThat(problem.detail()).contains("green, red", "name one in \"to\"");
    }

    @Test
    void aServiceThatIsNotOnFromIsAConflict() {
        Problem problem = refusal("green", "red", Swaps.onBlue("blue", "green", "red"));

        assertThat(problem.status()).isEqualTo(409);
        assertThat(problem.detail()).contains("is on blue, not on red");
    }

    @Test
    void aRetryAfterTheSwapFindsItsColorLive() {
        assertThat(decide("blue", "green", Swaps.onBlue("blue", "green")))
                .asInstanceOf(type(SwapDecision.Go.class))
                .matches(SwapDecision.Go::alreadyLive);
    }

    @Test
    void aServiceWithoutAColorCannotBeSwapped() {
        Problem problem = refusal("green", null, Swaps.routing(Map.of("app", "web"), "blue"));

        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.type()).endsWith(":not-swappable");
        assertThat(problem.detail()).contains("does not select by the label version");
    }

    @Test
    void aHeadlessServiceCannotBeSwapped() {
        assertThat(refusal("green", null, Swaps.headless()).detail()).contains("headless");
    }
}
