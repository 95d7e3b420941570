package io.pointsman.operation.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointsman.operation.Holder;
import io.pointsman.operation.traffic.EndpointProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The promises over generated histories: pods that fail and come back, slices that lag, rivals, stale leaders, lost time. */
class SwapHistoriesTest {
    /** One thing that happens between two looks at the cluster. */
    enum Happening {
        TURN,
        TURN_OF_A_STALE_LEADER,
        SLICES_CATCH_UP,
        ARRIVING_POD_FAILS,
        ARRIVING_POD_RECOVERS,
        LEAVING_POD_FAILS,
        LEAVING_POD_DELETED,
        A_MINUTE_PASSES,
        RIVAL_EDITS_THE_SELECTOR,
        SOMEBODY_REMOVES_THE_LOCK
    }

    @Provide
    Arbitrary<List<Happening>> histories() {
        return Arbitraries.frequency(
                        Tuple.of(10, Happening.TURN),
                        Tuple.of(2, Happening.TURN_OF_A_STALE_LEADER),
                        Tuple.of(4, Happening.SLICES_CATCH_UP),
                        Tuple.of(1, Happening.ARRIVING_POD_FAILS),
                        Tuple.of(2, Happening.ARRIVING_POD_RECOVERS),
                        Tuple.of(1, Happening.LEAVING_POD_FAILS),
                        Tuple.of(1, Happening.LEAVING_POD_DELETED),
                        Tuple.of(1, Happening.A_MINUTE_PASSES),
                        Tuple.of(1, Happening.RIVAL_EDITS_THE_SELECTOR),
                        Tuple.of(1, Happening.SOMEBODY_REMOVES_THE_LOCK))
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 3_000)
    void everyHistoryEndsAsPromised(@ForAll("histories") List<Happening> history) {
        World world = World.blueAndGreen();
        World.FakeService shop = world.shop();
        List<SwapStep> planned = new ArrayList<>();
        boolean rival = false;
        for (Happening happening : history) {
            planned.add(world.plan());
            switch (happening) {
                case TURN -> checked(world, world.plan());
                case TURN_OF_A_STALE_LEADER -> {
                    // Its status writes are refused by their resourceVersion; its other writes stand or fall by theirs.
                    SwapStep old = planned.get(planned.size() / 2);
                    if (!(old instanceof SwapStep.Record) && !(old instanceof SwapStep.Wait)) {
                        world.act(old);
                    }
                }
                case SLICES_CATCH_UP -> world.settle();
                case ARRIVING_POD_FAILS -> world.pod("shop-green-0").ready = false;
                case ARRIVING_POD_RECOVERS -> world.pod("shop-green-0").ready = true;
                case LEAVING_POD_FAILS -> world.pod("shop-blue-0").ready = false;
                case LEAVING_POD_DELETED -> world.pod("shop-blue-1").terminating = true;
                case A_MINUTE_PASSES -> world.pass(Duration.ofMinutes(1));
                case RIVAL_EDITS_THE_SELECTOR -> {
                    rival = true;
                    shop.select("red", "rival");
                }
                case SOMEBODY_REMOVES_THE_LOCK -> {
                    if (shop.holder instanceof Holder.Ours) {
                        shop.holder = new Holder.Free();
                        shop.version++;
                    }
                }
            }
        }
        // Then the cluster calms down, and the swap must come to an end by itself.
        for (int i = 0; i < 100 && !world.status.finished(); i++) {
            world.settle();
            if (!checked(world, world.plan())) {
                world.pass(Duration.ofMinutes(1));
            }
        }
        assertThat(world.status.finished()).as("it ends: %s", world.status).isTrue();
        assertThat(shop.holder).as("nothing stays held").isNotInstanceOf(Holder.Ours.class);
        if (world.status.phase() == SwapPhase.Complete && !rival) {
            assertThat(shop.selector).containsEntry("version", "green");
        }
    }

    /** Does the step that was planned, after holding it against the promises. */
    private static boolean checked(World world, SwapStep step) {
        World.FakeService shop = world.shop();
        if (step instanceof SwapStep.Route route) {
            String to = String.valueOf(route.after().get("version"));
            int arriving = world.routing(shop).serving(route.after());
            assertThat(shop.holder).as("moves only what it holds").isInstanceOf(Holder.Ours.class);
            assertThat(shop.selector).as("moves only from what it saw").isEqualTo(route.before());
            if (to.equals("green")) {
                int floor = world.status.services().getFirst().wantedReady();
                assertThat(arriving)
                        .as("moves forward to no fewer than the floor")
                        .isGreaterThanOrEqualTo(floor);
            } else {
                assertThat(arriving).as("moves back to what is ready").isPositive();
            }
        }
        if (step instanceof SwapStep.Record(SwapStatus next)
                && next.phase() == SwapPhase.Releasing
                && next.outcome() != null
                && next.outcome().complete()) {
            assertThat(EndpointProof.of(world.routing(shop), shop.selector).proven())
                    .as("complete only when proven")
                    .isTrue();
            assertThat(shop.selector).containsEntry("version", "green");
        }
        return world.act(step);
    }
}
