package io.pointsman.operation.pace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pointsman.operation.Condition;
import io.pointsman.operation.Holder;
import io.pointsman.operation.OperationRef;
import io.pointsman.operation.Step;
import io.pointsman.workload.Annotations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PacePlannerTest {
    private static final PaceSpec.Target WEB = new PaceSpec.Target("Deployment", "web");

    private static Run run(int replicas, int batch, String own) {
        return new Run(
                new ModelCluster(replicas, own),
                PaceSpec.restart(WEB, null, new PaceSpec.Pace(null, IntNode.valueOf(batch), "3s", "1m"), null));
    }

    private static void until(Run run, PacePhase phase) {
        for (int i = 0; i < 3_000 && run.phase() != phase; i++) {
            run.step();
            if (run.phase() != phase) {
                run.cluster.controllers();
            }
            if (i % 4 == 0) {
                run.cluster.now = run.cluster.now.plusSeconds(1);
            }
        }
        assertThat(run.phase()).as(run.status.message()).isEqualTo(phase);
    }

    @Test
    void goesFromBoundaryToBoundaryWithOneWriteEach() {
        // Given
        Run run = run(6, 4, "{}");
        // When
        run.toTheEnd();
        // Then
        assertThat(run.phase()).isEqualTo(PacePhase.Complete);
        assertThat(run.writes).containsExactly("start", "pause", "resume", "pause", "resume", "give back");
        assertThat(run.status.steps().stream().map(Step::step))
                .containsExactly(
                        "Accepted",
                        "Decided",
                        "Locked",
                        "Borrowed",
                        "Paused",
                        "Proven",
                        "Paused",
                        "Proven",
                        "Proven",
                        "Complete");
        assertThat(run.status.progress()).isEqualTo("6/6 pods, batch 2/2");
        assertThat(Condition.find(run.status.conditions(), Condition.COMPLETE)).isPresent();
        assertThat(run.status.message()).isEqualTo("restarted the 6 pods of Deployment/web in 2 batches");
    }

    @Test
    void theLastBatchBorrowsNoMoreSurgeThanItNeeds() {
        // Given
        Run run = run(5, 4, "{}");
        // When
        until(run, PacePhase.Rolling);
        assertThat(run.borrowed().set().maxSurge()).isEqualTo(IntNode.valueOf(4));
        until(run, PacePhase.Settling);
        until(run, PacePhase.Rolling);
        // Then
        assertThat(run.borrowed().written().maxSurge()).isEqualTo(IntNode.valueOf(1));
    }

    @Test
    void theBrakeIsAsHighAsTheDeadlineAllowsUntilTheFirstBatchIsProven() {
        // Given
        Run run = run(4, 2, "{}");
        // When
        until(run, PacePhase.Rolling);
        // Then
        assertThat(run.cluster.deployment.state().reins().minReadySeconds()).isEqualTo(599);
        assertThat(run.cluster.deployment.state().reins().progressDeadlineSeconds())
                .isEqualTo(600);
    }

    @Test
    void aProgressDeadlineThatIsTooShortForTheBrakeIsBorrowedToo() {
        // Given
        Run run = run(4, 2, "{\"progressDeadlineSeconds\": 20}");
        // When
        until(run, PacePhase.Rolling);
        // Then
        assertThat(run.cluster.deployment.state().reins().minReadySeconds()).isEqualTo(30);
        assertThat(run.cluster.deployment.state().reins().progressDeadlineSeconds())
                .isEqualTo(630);
    }

    @Test
    void awayForLongAfterTheStartNothingFollowsTheFirstBatch() {
        // Given
        Run run = run(6, 2, "{}");
        until(run, PacePhase.Borrowing);
        run.step();
        // When
        for (int i = 0; i < 590; i++) {
            run.cluster.now = run.cluster.now.plusSeconds(1);
            run.cluster.controllers();
        }
        // Then
        assertThat(run.cluster.updated()).isEqualTo(2);
        assertThat(run.cluster.total()).isEqualTo(8);
    }

    @Test
    void awayForLongAfterAResumeWhatKubernetesDidAloneIsWrittenDownAndJudged() {
        // Given
        Run run = run(6, 2, "{}");
        until(run, PacePhase.Settling);
        until(run, PacePhase.Rolling);
        run.step();
        assertThat(run.cluster.deployment.paused()).isFalse();
        // When
        for (int i = 0; i < 30; i++) {
            run.cluster.now = run.cluster.now.plusSeconds(1);
            run.cluster.controllers();
        }
        run.toTheEnd();
        // Then
        assertThat(run.phase()).isEqualTo(PacePhase.Complete);
        assertThat(run.status.steps().stream()
                        .filter(s -> s.step().equals("Overshot"))
                        .map(Step::message))
                .containsExactly("batch 2 of 3 is out: 6 of 6 pods are new, where 4 were allowed (Kubernetes went on by"
                        + " itself before Pointsman could hold it); they are judged together");
    }

    record Refused(String name, Consumer<ModelDeployment> made, PacePhase phase, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Refused> refusals() {
        return List.of(
                new Refused(
                        "recreate",
                        d -> d.edit(o -> {
                            ((ObjectNode) o.at("/spec/strategy"))
                                    .put("type", "Recreate")
                                    .remove("rollingUpdate");
                        }),
                        PacePhase.Failed,
                        "Deployment web has strategy Recreate, which stops all pods before it starts new ones"),
                new Refused(
                        "paused",
                        d -> d.edit(o -> ((ObjectNode) o.path("spec")).put("paused", true)),
                        PacePhase.Failed,
                        "Deployment web is paused; resume it first: kubectl rollout resume deployment/web --namespace shop"),
                new Refused(
                        "no pods",
                        d -> d.edit(o -> ((ObjectNode) o.path("spec")).put("replicas", 0)),
                        PacePhase.Complete,
                        "Deployment web has 0 replicas: there is nothing to pace, and nothing was changed"),
                new Refused(
                        "kept by another",
                        d -> {
                            d.annotate(Annotations.HELD_BY, "PacedRollout/old/p-0");
                            d.annotate(
                                    Annotations.BORROWED, "{\"was\":{\"maxSurge\":1},\"set\":{\"maxSurge\":\"25%\"}}");
                        },
                        PacePhase.Failed,
                        "Deployment web still holds what PacedRollout/old/p-0 borrowed and kept; give it back first: kubectl"
                                + " patch deployment web --namespace shop --type=json --patch='["));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatCannotBePacedEndsAtOnceWithNothingChanged(Refused refused) {
        // Given
        Run run = run(4, 2, "{}");
        refused.made().accept(run.cluster.deployment);
        run.cluster.controllers();
        DeploymentState before = run.cluster.deployment.state();
        // When
        run.toTheEnd();
        // Then
        assertThat(run.phase()).isEqualTo(refused.phase());
        assertThat(run.status.message()).startsWith(refused.message());
        assertThat(run.cluster.deployment.state().reins()).isEqualTo(before.reins());
        assertThat(run.cluster.deployment.state().annotations()).isEqualTo(before.annotations());
        assertThat(run.writes).isEmpty();
    }

    @Test
    void aRolloutInFlightIsWaitedForUntilTheDeadline() {
        // Given
        Run run = run(4, 2, "{}");
        run.cluster.broken = set -> set != run.cluster.sets.getFirst();
        run.cluster.deployment.edit(o -> ((ObjectNode) o.at("/spec/template/spec/containers/0")).put("image", "web:2"));
        run.cluster.controllers();
        run.step();
        run.step();
        assertThat(run.said).startsWith("a rollout of Deployment web is in flight: ");
        // When
        run.toTheEnd();
        // Then
        assertThat(run.phase()).isEqualTo(PacePhase.Failed);
        assertThat(run.status.message())
                .startsWith("a rollout of Deployment web is in flight")
                .endsWith("nothing was changed");
    }

    @Test
    void aTargetThatDoesNotExistIsWaitedFor() {
        // Given
        Run run = run(4, 2, "{}");
        run.step();
        PaceObservation nothing = new PaceObservation(Run.SELF, Optional.of("ada"), 1, Optional.empty());
        // When
        PaceStep early = run.planner.next(run.spec, run.status, nothing, run.cluster.now);
        PaceStep late = run.planner.next(run.spec, run.status, nothing, run.cluster.now.plusSeconds(60));
        // Then
        assertThat(early)
                .isInstanceOfSatisfying(
                        PaceStep.Wait.class,
                        w -> assertThat(w.message()).startsWith("Deployment web does not exist; waiting until "));
        assertThat(late)
                .isInstanceOfSatisfying(
                        PaceStep.Record.class, r -> assertThat(r.next().phase()).isEqualTo(PacePhase.Failed));
    }

    @Test
    void nobodyActsWithoutAStamp() {
        // Given
        Run run = run(4, 2, "{}");
        PaceObservation unstamped = new PaceObservation(Run.SELF, Optional.empty(), 1, Optional.empty());
        // When
        PaceStep step = run.planner.next(run.spec, run.status, unstamped, run.cluster.now);
        // Then
        assertThat(step)
                .isInstanceOfSatisfying(
                        PaceStep.Record.class,
                        r -> assertThat(r.next().message()).startsWith("refused: nobody is stamped"));
    }

    @Test
    void aLostLockEndsItAndSaysWhatIsKept() {
        // Given
        Run run = run(4, 2, "{}");
        until(run, PacePhase.Settling);
        PaceObservation seen = run.cluster.observe(Run.SELF);
        Holder other = new Holder.Other(new OperationRef("PacedRollout", "shop", "rival", "p-2"), "Rolling");
        PaceObservation taken = new PaceObservation(
                seen.self(),
                seen.requestedBy(),
                1,
                seen.target().map(t -> new PaceObservation.Seen(t.deployment(), other, t.rollout())));
        // When
        PaceStep step = run.planner.next(run.spec, run.status, taken, run.cluster.now);
        // Then
        assertThat(step).isInstanceOfSatisfying(PaceStep.Record.class, r -> {
            assertThat(r.next().phase()).isEqualTo(PacePhase.Stopped);
            assertThat(r.next().message())
                    .contains("was taken over by PacedRollout/rival (Rolling)", "maxSurge 2 (was 25%)");
        });
    }

    @Test
    void aDeploymentThatIsGoneEndsIt() {
        // Given
        Run run = run(4, 2, "{}");
        until(run, PacePhase.Settling);
        PaceObservation gone = new PaceObservation(Run.SELF, Optional.of("ada"), 1, Optional.empty());
        // When
        PaceStep step = run.planner.next(run.spec, run.status, gone, run.cluster.now);
        // Then
        assertThat(step)
                .isInstanceOfSatisfying(
                        PaceStep.Record.class,
                        r -> assertThat(r.next().message())
                                .isEqualTo("Deployment web was deleted or made anew in the middle of the rollout"));
    }

    @Test
    void anAbandonedRolloutIsUndoneAndAFinishedOneStays() {
        // Given
        Run run = run(4, 2, "{}");
        DeploymentState before = run.cluster.deployment.state();
        until(run, PacePhase.Settling);
        PaceObservation.Seen seen = run.cluster.observe(Run.SELF).target().orElseThrow();
        // When
        run.cluster.deployment.patch(
                Release.ofAbandoned(seen.deployment(), seen.rollout()).orElseThrow());
        // Then
        assertThat(run.cluster.deployment.state().templateHash()).isEqualTo(before.templateHash());
        assertThat(run.cluster.deployment.state().reins()).isEqualTo(before.reins());
        assertThat(run.cluster.deployment.state().annotations()).isEqualTo(before.annotations());
        assertThat(run.cluster.deployment.paused()).isFalse();
    }

    private static Run image(int replicas, String image, PaceSpec.OnFailure onFailure) {
        return new Run(
                new ModelCluster(replicas, "{}"),
                new PaceSpec(
                        WEB,
                        PaceSpec.Action.setImage,
                        new TreeMap<>(Map.of("app", image)),
                        null,
                        null,
                        new PaceSpec.Pace(null, IntNode.valueOf(2), "3s", "1m"),
                        onFailure,
                        null));
    }

    @Test
    void bringsContainersToOtherImages() {
        // Given
        Run run = image(4, "web:2", PaceSpec.OnFailure.Undo);
        // When
        run.toTheEnd();
        // Then
        assertThat(run.status.message())
                .isEqualTo("change of app to web:2 of Deployment/web: 4 pods replaced in 2 batches");
        assertThat(run.cluster
                        .deployment
                        .template()
                        .at("/spec/containers/0/image")
                        .asText())
                .isEqualTo("web:2");
    }

    @Test
    void aBadImageIsUndoneAndTheWorkloadIsWholeAgain() {
        // Given
        Run run = image(4, "web:2", PaceSpec.OnFailure.Undo);
        DeploymentState before = run.cluster.deployment.state();
        run.cluster.broken =
                set -> set.template.at("/spec/containers/0/image").asText().equals("web:2");
        // When
        run.toTheEnd();
        // Then
        assertThat(run.phase()).isEqualTo(PacePhase.Failed);
        assertThat(run.status.message())
                .startsWith("batch 1 of 2: pod ")
                .endsWith("; undone: the 4 pods are of the template that was found");
        assertThat(run.writes).containsExactly("start", "pause", "undo", "give back");
        assertThat(run.cluster.deployment.state().templateHash()).isEqualTo(before.templateHash());
        assertThat(run.cluster.deployment.state().reins()).isEqualTo(before.reins());
        assertThat(run.cluster.deployment.state().annotations()).isEqualTo(before.annotations());
        assertThat(run.cluster.ready()).isEqualTo(4);
        assertThat(run.cluster.total()).isEqualTo(4);
    }

    @Test
    void aBadImageIsHeldWhereThatIsAskedFor() {
        // Given
        Run run = image(4, "web:2", PaceSpec.OnFailure.Stop);
        run.cluster.broken =
                set -> set.template.at("/spec/containers/0/image").asText().equals("web:2");
        // When
        run.toTheEnd();
        // Then
        assertThat(run.phase()).isEqualTo(PacePhase.Stopped);
        assertThat(run.cluster.deployment.paused()).isTrue();
    }

    @Test
    void anUnknownContainerAndAnImageThatIsThereEndAtOnce() {
        // Given
        Run unknown = new Run(
                new ModelCluster(2, "{}"),
                new PaceSpec(
                        WEB,
                        PaceSpec.Action.setImage,
                        new TreeMap<>(Map.of("api", "x:1")),
                        null,
                        null,
                        null,
                        null,
                        null));
        Run there = image(2, "web:1", PaceSpec.OnFailure.Undo);
        // When
        unknown.toTheEnd();
        there.toTheEnd();
        // Then
        assertThat(unknown.status.message())
                .isEqualTo("Deployment/web has no container api (containers there: app); nothing was changed");
        assertThat(unknown.phase()).isEqualTo(PacePhase.Failed);
        assertThat(there.phase()).isEqualTo(PacePhase.Complete);
        assertThat(there.writes).isEmpty();
    }

    @Test
    void goesBackToTheRevisionBeforeOrToTheOneThatIsNamed() {
        // Given
        Run first = image(4, "web:2", PaceSpec.OnFailure.Undo);
        first.toTheEnd();
        Run second =
                new Run(first.cluster, PaceSpec.restart(WEB, null, new PaceSpec.Pace("fast", null, null, null), null));
        second.toTheEnd();
        Run back = new Run(first.cluster, new PaceSpec(WEB, PaceSpec.Action.undo, null, 1, null, null, null, null));
        Run nowhere = new Run(first.cluster, new PaceSpec(WEB, PaceSpec.Action.undo, null, 77, null, null, null, null));
        // When
        back.toTheEnd();
        nowhere.toTheEnd();
        // Then
        assertThat(back.status.message())
                .isEqualTo("return to revision 1 of Deployment/web: 4 pods replaced in 4 batches");
        assertThat(first.cluster
                        .deployment
                        .template()
                        .at("/spec/containers/0/image")
                        .asText())
                .isEqualTo("web:1");
        assertThat(first.cluster
                        .deployment
                        .template()
                        .at("/metadata/annotations")
                        .isMissingNode())
                .isTrue();
        assertThat(nowhere.status.message())
                .startsWith("Deployment/web has no revision 77 to go back to (revisions there: ");
    }
}
