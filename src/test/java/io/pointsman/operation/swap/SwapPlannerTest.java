package io.pointsman.operation.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointsman.operation.Condition;
import io.pointsman.operation.Holder;
import io.pointsman.operation.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SwapPlannerTest {
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void movesFromBlueToGreenAndProvesIt() {
        // Given
        World world = World.blueAndGreen();
        // When
        world.run();
        // Then
        assertThat(world.status.phase()).isEqualTo(SwapPhase.Complete);
        assertThat(world.shop().selector).containsEntry("version", "green");
        assertThat(world.shop().holder).isInstanceOf(Holder.Free.class);
        assertThat(Condition.find(world.status.conditions(), Condition.COMPLETE))
                .isPresent();
        assertThat(world.status.steps().stream().map(Step::step))
                .containsExactly("Accepted", "Decided", "Locked", "Prepared", "Switched", "Verified", "Complete");
        assertThat(world.status.progress()).isEqualTo("3/3");
        assertThat(world.status.requestedBy()).isEqualTo("alice");
    }

    @Test
    void decidesTheOtherOfTwoColorsOnceAndKeepsIt() {
        // Given
        World world = World.blueAndGreen();
        World omitted = new World(World.spec(List.of("shop"), null, null));
        omitted.services.putAll(world.services);
        omitted.pods.putAll(world.pods);
        omitted.act(omitted.plan());
        omitted.act(omitted.plan());
        omitted.shop().select("green", "somebody");
        omitted.settle();
        // When
        omitted.run();
        // Then
        assertThat(omitted.status.to()).isEqualTo("green");
        assertThat(omitted.status.phase()).isEqualTo(SwapPhase.Complete);
        assertThat(omitted.moves).isEmpty();
    }

    @Test
    void whatIsLiveAlreadyIsProvenAndNotTouched() {
        // Given
        World world = World.blueAndGreen();
        world.shop().select("green", "kubectl");
        world.settle();
        // When
        world.run();
        // Then
        assertThat(world.status.phase()).isEqualTo(SwapPhase.Complete);
        assertThat(world.moves).isEmpty();
        assertThat(world.status.message()).contains("green was live already");
    }

    @Test
    void waitsForAsManyReadyPodsAsTheLeavingColorHas() {
        // Given
        World world = World.blueAndGreen();
        world.pod("shop-green-1").ready = false;
        // When
        world.run();
        // Then
        assertThat(world.status.phase()).isEqualTo(SwapPhase.Preparing);
        assertThat(world.status.message())
                .isEqualTo("waiting: 1 of 3 green pods of shop are not ready: pod shop-green-1: readiness probe fails");
        assertThat(world.moves).isEmpty();
    }

    @Test
    void givesUpWithNothingChangedWhenTheArrivingColorIsNotReadyInTime() {
        // Given
        World world = World.blueAndGreen();
        world.pod("shop-green-1").ready = false;
        world.run();
        world.pass(LONG);
        // When
        world.run();
        // Then
        assertThat(world.status.phase()).isEqualTo(SwapPhase.Failed);
        assertThat(world.status.message()).endsWith("nothing was switched");
        assertThat(world.moves).isEmpty();
        assertThat(world.shop().holder).isInstanceOf(Holder.Free.class);
    }

    @Test
    void goesOnWhenWhatItWaitedForComes() {
        // Given
        World world = World.blueAndGreen();
        world.pod("shop-green-1").ready = false;
        world.run();
        world.pod("shop-green-1").ready = true;
        world.settle();
        // When
        world.run();
        // Then
        assertThat(world.status.phase()).isEqualTo(SwapPhase.Complete);
    }

    @Test
    void goesBackWhenTheEndpointSlicesDoNotFollowInTime() {
        // Given
        World world = World.blueAndGreen();
        while (world.turn()) {
            assertThat(world.status.finished()).isFalse();
        }
        assertThat(world.status.phase()).isEqualTo(SwapPhase.Verifying);
        assertThat(world.status.message()).contains("not yet in the IPv4 EndpointSlices");
        world.pass(LONG);
        // When
        world.run();
        // Then
        assertThat(world.status.phase()).isEqualTo(SwapPhase.Failed);
        assertThat(world.status.message()).endsWith("blue has the traffic again");
        assertThat(world.shop().selector).containsEntry("version", "blue");
        assertThat(world.shop().holder).isInstanceOf(Holder.Free.class);
    }

    @Test
    void staysWhenThereIsNothingToGoBackTo() {
        // Given
        World world = World.blueAndGreen();
        while (world.turn()) {
            assertThat(world.status.finished()).isFalse();
        }
        List.of("shop-blue-0", "shop-blue-1", "shop-blue-2").forEach(p -> world.pod(p).ready = false);
        world.pass(LONG);
        // When
        world.run();
        // Then
        assertThat(world.status.phase()).isEqualTo(SwapPhase.Failed);
        assertThat(world.status.message())
                .contains("it stays on green, because no blue pod of Service shop is ready to go back to");
        assertThat(world.shop().selector).containsEntry("version", "green");
    }

    @Test
    void leavesASelectorAloneThatSomebodyElseChangedAndNamesThem() {
        // Given
        World world = World.blueAndGreen();
        while (world.status.phase() != SwapPhase.Verifying) {
            world.turn();
        }
        world.shop().select("red", "argocd-controller");
        // When
        world.run();
        // Then
        assertThat(world.status.phase()).isEqualTo(SwapPhase.Failed);
        assertThat(world.status.message()).contains("by argocd-controller").endsWith("it is left as it is");
        assertThat(world.shop().selector).containsEntry("version", "red");
    }

    @Test
    void waitsForTheOperationThatHoldsTheService() {
        // Given
        World world = World.blueAndGreen();
        world.shop().holder = World.other("first");
        // When
        world.run();
        // Then
        assertThat(world.status.phase()).isEqualTo(SwapPhase.Locking);
        assertThat(world.status.message())
                .isEqualTo("waiting for Service shop: held by BlueGreenSwap/first (Verifying)");
        assertThat(world.moves).isEmpty();
    }

    @Test
    void whatTheOneBeforeItMovedIsSeenOnceItHoldsTheService() {
        // Given
        World world = new World(World.spec(List.of("shop"), null, "blue"));
        World good = World.blueAndGreen();
        world.services.putAll(good.services);
        world.pods.putAll(good.pods);
        world.shop().holder = World.other("first");
        world.run();
        world.shop().select("green", "pointsman");
        world.shop().holder = new Holder.Free();
        world.settle();
        // When
        world.run();
        // Then
        assertThat(world.status.phase()).isEqualTo(SwapPhase.Complete);
        assertThat(world.status.from()).isEqualTo("green");
        assertThat(world.moves).containsExactly("shop→blue with 3");
    }

    @Test
    void twoServicesGoTogetherOrGoBackTogether() {
        // Given
        World world = twoServices();
        while (world.moves.size() < 1) {
            world.turn();
            world.settle();
        }
        world.pod("web-green-0").ready = false;
        world.settle();
        // When
        world.run();
        // Then
        assertThat(world.status.phase()).isEqualTo(SwapPhase.Failed);
        assertThat(world.services.values())
                .allSatisfy(s -> assertThat(s.selector).containsEntry("version", "blue"));
        assertThat(world.moves).containsExactly("shop→green with 2", "shop→blue with 2");
    }

    private static World twoServices() {
        World world = new World(World.spec(List.of("web", "shop"), null, "green"));
        for (String name : List.of("shop", "web")) {
            world.service(name, "blue");
            world.pods(name, "blue", 2);
            world.pods(name, "green", 2);
        }
        world.settle();
        return world;
    }

    @Test
    void takesServicesInTheOrderOfTheirNames() {
        // Given
        World world = twoServices();
        // When
        world.run();
        // Then
        assertThat(world.status.phase()).isEqualTo(SwapPhase.Complete);
        assertThat(world.moves).containsExactly("shop→green with 2", "web→green with 2");
    }

    record Refusal(String why, Consumer<World> broken, String message) {
        @Override
        public String toString() {
            return why;
        }
    }

    static Stream<Refusal> refusals() {
        return Stream.of(
                new Refusal("headless", w -> w.shop().headless = true, "is headless"),
                new Refusal("external name", w -> w.shop().type = "ExternalName", "is an ExternalName"),
                new Refusal("no selector", w -> w.shop().selector.clear(), "has no selector"),
                new Refusal(
                        "publishes unready",
                        w -> w.shop().publishNotReady = true,
                        "publishes addresses of pods that are not ready"),
                new Refusal(
                        "no color in the selector",
                        w -> w.shop().selector.remove("version"),
                        "does not select by the label version"),
                new Refusal("color alone", w -> w.shop().selector.remove("app"), "selects by version alone"),
                new Refusal("nobody asked", w -> w.requestedBy = Optional.empty(), "nobody is stamped"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesAtOnceWithTheReason(Refusal refusal) {
        // Given
        World world = World.blueAndGreen();
        refusal.broken().accept(world);
        // When
        world.run();
        // Then
        assertThat(world.status.phase()).isEqualTo(SwapPhase.Failed);
        assertThat(world.status.message()).contains(refusal.message());
        assertThat(world.moves).isEmpty();
    }

    static Stream<Refusal> awaited() {
        return Stream.of(
                new Refusal("no Service", w -> w.services.clear(), "Service shop does not exist"),
                new Refusal(
                        "no such color",
                        w -> w.pods.keySet().removeIf(p -> p.contains("green")),
                        "no workload behind Service shop has version=green (colors there: blue)"));
    }

    @ParameterizedTest
    @MethodSource("awaited")
    void waitsForWhatMayStillComeAndThenFailsWithNothingChanged(Refusal missing) {
        // Given
        World world = World.blueAndGreen();
        missing.broken().accept(world);
        world.run();
        assertThat(world.status.phase()).isEqualTo(SwapPhase.Pending);
        assertThat(world.status.message()).startsWith(missing.message());
        world.pass(LONG);
        // When
        world.run();
        // Then
        assertThat(world.status.phase()).isEqualTo(SwapPhase.Failed);
        assertThat(world.status.message()).startsWith(missing.message()).endsWith("nothing was changed");
    }

    @Test
    void refusesWhenAnotherColorIsLiveThanTheOneExpected() {
        // Given
        World world = new World(World.spec(List.of("shop"), "red", "green"));
        World good = World.blueAndGreen();
        world.services.putAll(good.services);
        world.pods.putAll(good.pods);
        // When
        world.run();
        // Then
        assertThat(world.status.message()).isEqualTo("asked to swap from red, but blue is live; nothing was changed");
    }

    @Test
    void asksForAColorWhereThereAreThree() {
        // Given
        World world = new World(World.spec(List.of("shop"), null, null));
        World good = World.blueAndGreen();
        world.services.putAll(good.services);
        world.pods.putAll(good.pods);
        world.pods("shop", "red", 1);
        // When
        world.run();
        // Then
        assertThat(world.status.message()).isEqualTo("there are 3 colors (blue, green, red): name one in to");
    }

    @Test
    void refusesLocalTrafficWhereANodeWouldBeLeftWithoutEndpoints() {
        // Given
        World world = World.blueAndGreen();
        world.shop().local = true;
        world.pod("shop-blue-2").node = "node-2";
        // When
        world.run();
        // Then
        assertThat(world.status.phase()).isEqualTo(SwapPhase.Preparing);
        assertThat(world.status.message()).contains("no ready green pod runs on node-2");
        assertThat(world.moves).isEmpty();
    }

    @Test
    void namesThePodThatLacksTheNamedTargetPort() {
        // Given
        World world = World.blueAndGreen();
        world.pod("shop-green-0").portNames = Set.of("admin");
        while (world.turn()) {
            assertThat(world.status.finished()).isFalse();
        }
        // When the slice controller puts that pod into a slice without ports
        world.shop().slices = List.of();
        world.run();
        // Then
        assertThat(world.status.message()).contains("no container port is named http in shop-green-0");
    }

    @Test
    void aWriteThatTheApiServerRefusesEndsTheSwapInItsOwnWords() {
        // Given
        World world = World.blueAndGreen();
        while (world.status.phase() != SwapPhase.Switching) {
            world.turn();
        }
        // When
        world.status = new SwapPlanner()
                .refused(world.status, world.observe(), "switching it", "services is forbidden", world.now);
        world.run();
        // Then
        assertThat(world.status.phase()).isEqualTo(SwapPhase.Failed);
        assertThat(world.status.message())
                .isEqualTo("the API server refused switching it: services is forbidden; nothing was switched");
        assertThat(world.shop().holder).isInstanceOf(Holder.Free.class);
    }
}
