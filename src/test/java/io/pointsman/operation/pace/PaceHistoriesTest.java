package io.pointsman.operation.pace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.pointsman.operation.Step;
import io.pointsman.workload.Annotations;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Whatever the order in which Pointsman, the controllers, the clock and others move, and wherever Pointsman is away for a
 * while, the promises hold.
 */
class PaceHistoriesTest {
    enum Move {
        Pointsman,
        DeploymentController,
        ReplicaSetController,
        Kubelet,
        Second
    }

    enum Rival {
        Template,
        Resume,
        Surge,
        ScaleUp,
        ScaleDown,
        Unlock
    }

    record Setup(int replicas, String own, JsonNode batchSize, int settle, PaceSpec.Method method) {
        Run run() {
            return new Run(
                    new ModelCluster(replicas, own),
                    PaceSpec.restart(
                            new PaceSpec.Target("Deployment", "web"),
                            method,
                            new PaceSpec.Pace(null, batchSize, settle + "s", "5m"),
                            null));
        }

        int batch() {
            return Pacing.of(new PaceSpec.Pace(null, batchSize, null, null)).batch(replicas);
        }
    }

    @Provide
    Arbitrary<Setup> setups() {
        Arbitrary<JsonNode> sizes = Arbitraries.oneOf(
                Arbitraries.integers().between(1, 8).map(IntNode::valueOf),
                Arbitraries.integers().between(1, 100).map(p -> TextNode.valueOf(p + "%")));
        return Combinators.combine(
                        Arbitraries.integers().between(1, 9),
                        Arbitraries.of("{}", "{\"minReadySeconds\": 3}", "{\"progressDeadlineSeconds\": 20}"),
                        sizes,
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.of(PaceSpec.Method.values()))
                .as(Setup::new);
    }

    private static void move(Run run, Move move) {
        switch (move) {
            case Pointsman -> run.step();
            case DeploymentController -> run.cluster.syncDeployment();
            case ReplicaSetController -> run.cluster.syncReplicaSets();
            case Kubelet -> run.cluster.kubelet();
            case Second -> run.cluster.now = run.cluster.now.plusSeconds(1);
        }
    }

    @Property(tries = 400)
    void everyHistoryEndsProvenWithinItsBatchAndGivesAllBack(
            @ForAll("setups") Setup setup, @ForAll @Size(max = 300) List<Move> history) {
        Run run = setup.run();
        DeploymentState before = run.cluster.deployment.state();
        boolean overshot = false;
        for (Move move : history) {
            move(run, move);
            overshot |= overshoots(run);
            assertNeverTooManyNorTooFew(run, setup);
        }
        for (int i = 0; i < 4_000 && !run.status.finished(); i++) {
            List.of(Move.Pointsman, Move.DeploymentController, Move.Pointsman, Move.ReplicaSetController, Move.Kubelet)
                    .forEach(m -> move(run, m));
            if (i % 4 == 0) {
                move(run, Move.Second);
            }
            overshot |= overshoots(run);
            assertNeverTooManyNorTooFew(run, setup);
        }
        assertThat(run.phase()).as(run.status.message()).isEqualTo(PacePhase.Complete);
        assertThat(run.writes.stream().filter("start"::equals)).hasSize(1);
        assertThat(run.status.steps().stream().map(Step::step).anyMatch("Overshot"::equals))
                .as("an overshoot is written down")
                .isEqualTo(overshot);
        assertThat(run.cluster.updated()).isEqualTo(setup.replicas());
        assertThat(run.cluster.total()).isEqualTo(setup.replicas());
        assertGivenBack(run, before);
    }

    private static boolean overshoots(Run run) {
        return run.phase() == PacePhase.Rolling
                && run.cluster.updated()
                        > Objects.requireNonNull(run.status.batch()).boundary();
    }

    private static void assertNeverTooManyNorTooFew(Run run, Setup setup) {
        boolean surge = setup.method() == PaceSpec.Method.Surge;
        int most = setup.replicas() + (surge ? setup.batch() : 0);
        int least = setup.replicas() - (surge ? 0 : setup.batch());
        assertThat(run.cluster.total()).as("pods at once").isLessThanOrEqualTo(most);
        assertThat(run.cluster.ready()).as("ready pods").isGreaterThanOrEqualTo(least);
        assertThat(run.cluster.available()).as("available pods").isGreaterThanOrEqualTo(least);
    }

    private static void assertGivenBack(Run run, DeploymentState before) {
        DeploymentState after = run.cluster.deployment.state();
        assertThat(after.reins()).isEqualTo(before.reins());
        assertThat(after.paused()).isFalse();
        assertThat(after.annotations()).doesNotContainKeys(Annotations.HELD_BY, Annotations.BORROWED);
    }

    @Property(tries = 200)
    void aBadBatchIsHeldWithNothingLostAndOneCommandGivesItBack(
            @ForAll("setups") Setup setup, @ForAll @IntRange(max = 5) int goodBatches, @ForAll boolean goBack) {
        Run run = setup.run();
        DeploymentState before = run.cluster.deployment.state();
        int good = Math.min(goodBatches, (setup.replicas() - 1) / setup.batch());
        for (int i = 0; i < 4_000 && !run.status.finished(); i++) {
            if (run.status.batch() != null && run.status.batch().number() > good) {
                run.cluster.broken = set ->
                        set.template.equals(run.cluster.deployment.template()) && set != run.cluster.sets.getFirst();
            }
            List.of(Move.Pointsman, Move.DeploymentController, Move.Pointsman, Move.ReplicaSetController, Move.Kubelet)
                    .forEach(m -> move(run, m));
            if (i % 4 == 0) {
                move(run, Move.Second);
            }
            assertNeverTooManyNorTooFew(run, setup);
        }
        assertThat(run.phase()).isEqualTo(PacePhase.Stopped);
        assertThat(run.cluster.deployment.paused() || run.cluster.total() == run.cluster.updated())
                .as("held, or no old pod is left to hold")
                .isTrue();
        assertThat(run.cluster.updated()).isLessThanOrEqualTo((good + 1) * setup.batch());
        DeploymentState held = run.cluster.deployment.state();
        assertThat(run.status.release()).isEqualTo(Release.command(held, run.status.borrowed(), true, false));
        assertThat(run.cluster.deployment.patch(
                        Reining.giveBack(held, Optional.of(Run.SELF.heldBy()), run.status.borrowed(), true, goBack)))
                .isTrue();
        assertGivenBack(run, before);
        assertThat(run.cluster.deployment.state().templateHash().equals(before.templateHash()))
                .isEqualTo(goBack);
    }

    @Property(tries = 400)
    void whatOthersChangeIsLeftAndWhatIsNotHeldIsGivenBack(
            @ForAll("setups") Setup setup,
            @ForAll @Size(max = 200) List<Move> history,
            @ForAll Rival rival,
            @ForAll @IntRange(max = 199) int when) {
        Run run = setup.run();
        DeploymentState before = run.cluster.deployment.state();
        int at = Math.min(when, Math.max(0, history.size() - 1));
        for (int i = 0; i < history.size(); i++) {
            move(run, history.get(i));
            if (i == at) {
                rival(run, rival);
            }
        }
        run.toTheEnd();
        run.cluster.controllers();
        run.cluster.controllers();
        DeploymentState after = run.cluster.deployment.state();
        assertThat(run.status.finished()).isTrue();
        if (run.phase() == PacePhase.Stopped) {
            assertThat(run.status.release()).contains("kubectl patch deployment web");
            assertThat(after.annotations()).containsKeys(Annotations.HELD_BY, Annotations.BORROWED);
        } else {
            assertThat(after.annotations()).doesNotContainKeys(Annotations.HELD_BY, Annotations.BORROWED);
            assertThat(after.reins().minReadySeconds()).isEqualTo(before.reins().minReadySeconds());
            assertThat(after.reins().progressDeadlineSeconds())
                    .isEqualTo(before.reins().progressDeadlineSeconds());
        }
        boolean did = !history.isEmpty();
        if (did && rival == Rival.Surge) {
            assertThat(after.reins().maxSurge()).isEqualTo(TextNode.valueOf("77%"));
        }
        if (did && rival == Rival.Template) {
            assertThat(after.template().at("/spec/containers/0/image").asText()).isEqualTo("web:2");
        }
        if (did && (rival == Rival.ScaleUp || rival == Rival.ScaleDown)) {
            assertThat(run.phase()).as(run.status.message()).isEqualTo(PacePhase.Complete);
            assertThat(run.cluster.total()).isEqualTo(after.replicas());
        }
    }

    private static void rival(Run run, Rival rival) {
        ModelDeployment deployment = run.cluster.deployment;
        deployment.edit(o -> {
            ObjectNode spec = (ObjectNode) o.path("spec");
            switch (rival) {
                case Template -> ((ObjectNode) spec.at("/template/spec/containers/0")).put("image", "web:2");
                case Resume -> spec.remove("paused");
                case Surge -> ((ObjectNode) spec.at("/strategy/rollingUpdate")).put("maxSurge", "77%");
                case ScaleUp -> spec.put("replicas", deployment.replicas() + 3);
                case ScaleDown -> spec.put("replicas", deployment.replicas() / 2);
                case Unlock ->
                    ((ObjectNode) o.withObjectProperty("metadata").withObjectProperty("annotations"))
                            .remove(Annotations.HELD_BY);
            }
        });
    }
}
