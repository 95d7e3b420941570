package io.pointsman.workload;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RolloutTest {
    @Provide
    Arbitrary<IntOrPercent> amounts() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, 200).map(IntOrPercent::of),
                Arbitraries.integers().between(0, 200).map(IntOrPercent::percent));
    }

    /** The same in floating point, as ResolveFenceposts computes it. */
    @Property
    void resolvesAsTheDeploymentControllerDoes(
            @ForAll @IntRange(max = 5000) int replicas,
            @ForAll("amounts") IntOrPercent maxSurge,
            @ForAll("amounts") IntOrPercent maxUnavailable) {
        int surge =
                maxSurge.percent() ? (int) Math.ceil(maxSurge.amount() * (double) replicas / 100) : maxSurge.amount();
        int unavailable = maxUnavailable.percent()
                ? (int) Math.floor(maxUnavailable.amount() * (double) replicas / 100)
                : maxUnavailable.amount();
        int atLeastOne = surge == 0 && unavailable == 0 ? 1 : unavailable;

        Rollout rollout = Rollout.ofDeployment(replicas, maxSurge, maxUnavailable);

        assertThat(rollout).isEqualTo(new Rollout(replicas, surge, Math.min(atLeastOne, replicas)));
    }

    @Property
    void neverStandsStill(
            @ForAll @IntRange(min = 1, max = 5000) int replicas,
            @ForAll("amounts") IntOrPercent maxSurge,
            @ForAll("amounts") IntOrPercent maxUnavailable) {
        Rollout rollout = Rollout.ofDeployment(replicas, maxSurge, maxUnavailable);

        assertThat(rollout.surge() + rollout.unavailable()).isPositive();
        assertThat(rollout.lowestReady()).isBetween(0, replicas);
        assertThat(rollout.highestPods()).isGreaterThanOrEqualTo(replicas);
    }

    @Test
    void aQuarterOfThreeIsNoneDownAndOneUp() {
        assertThat(Rollout.ofDeployment(3, IntOrPercent.percent(25), IntOrPercent.percent(25)))
                .isEqualTo(new Rollout(3, 1, 0));
    }
}
