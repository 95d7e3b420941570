package io.pointsman.kubernetes.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pointsman.operation.Condition;
import io.pointsman.operation.pace.PacePhase;
import io.pointsman.operation.pace.PaceStatus;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Paced restarts on a real control plane whose controllers make the pods. */
class PaceE2E {
    private static final String IMAGE = "/spec/template/spec/containers/0/image";

    private final Stage stage = new Stage();

    @Test
    void restartsInExactBatchesLosesNoPodAndGivesAllBack() {
        // Given
        stage.deploy(6, "{maxSurge: 25%, maxUnavailable: 25%}", "{}");
        JsonNode before = stage.deployment();
        try (Witness witness = stage.witness()) {
            // When
            stage.restart("careful", "{batchSize: 2, settle: 2s}");
            stage.awaitEnd("careful");
            // Then
            assertThat(stage.status("careful").phase())
                    .as(stage.explain("careful"))
                    .isEqualTo(PacePhase.Complete);
            assertThat(witness.sizesOfTheNewOne()).endsWith(2, 4, 6).doesNotContain(1, 3, 5);
            assertThat(witness.mostPods()).isEqualTo(8);
            assertThat(witness.fewestReady()).isGreaterThanOrEqualTo(6);
            assertThat(witness.fewestAvailable()).isGreaterThanOrEqualTo(6);
        }
        stage.assertOnlyTheStampDiffers(before);
        assertThat(stage.status("careful").progress()).isEqualTo("6/6 pods, batch 3/3");
        assertThat(stage.kubectl("get", "pace", "careful"))
                .contains("web", "restart", "Complete", "6/6 pods, batch 3/3");
        await("the Deployment's events tell it")
                .atMost(Stage.SOON)
                .untilAsserted(() -> assertThat(stage.reasonsAbout("Deployment"))
                        .contains("PaceBorrowed", "PacePaused", "PaceProven", "PaceComplete"));
    }

    @ParameterizedTest
    @CsvSource({"1, 50%, 1", "5, 2, 3", "4, 100%, 1", "3, 1, 3"})
    void batchesAreRoundedUpAndTheLastOneIsWhatIsLeft(int replicas, String batchSize, int batches) {
        // Given
        stage.deploy(replicas, "{maxSurge: 0, maxUnavailable: 1}", "{\"minReadySeconds\": 1}");
        JsonNode before = stage.deployment();
        try (Witness witness = stage.witness()) {
            // When
            stage.restart("rounded", "{batchSize: " + batchSize + ", settle: 0s}");
            stage.awaitEnd("rounded");
            // Then
            assertThat(stage.status("rounded").phase())
                    .as(stage.explain("rounded"))
                    .isEqualTo(PacePhase.Complete);
            assertThat(Objects.requireNonNull(stage.status("rounded").batch()).number())
                    .isEqualTo(batches);
            assertThat(witness.fewestReady()).isGreaterThanOrEqualTo(replicas);
        }
        stage.assertOnlyTheStampDiffers(before);
    }

    @ParameterizedTest
    @EnumSource(
            value = PacePhase.class,
            names = {"Pending", "Locking", "Borrowing", "Rolling", "Settling", "Finishing", "GivingBack"})
    void killedInAnyPhaseItReachesTheSameEnd(PacePhase phase) {
        // Given
        stage.deploy(4, "{maxSurge: 1, maxUnavailable: 0}", "{}");
        JsonNode before = stage.deployment();
        try (Witness witness = stage.witness()) {
            stage.restart("killed", "{batchSize: 2, settle: 3s}");
            await("phase " + phase)
                    .pollInterval(Duration.ofMillis(5))
                    .atMost(Stage.SOON)
                    .until(() -> stage.reached("killed", phase));
            // When
            Stage.POINTSMAN.process().kill();
            Stage.POINTSMAN.process().startAgain().awaitReady();
            // Then
            stage.awaitEnd("killed");
            assertThat(stage.status("killed").phase())
                    .as(stage.explain("killed"))
                    .isEqualTo(PacePhase.Complete);
            assertThat(witness.mostPods()).isLessThanOrEqualTo(6);
            assertThat(witness.fewestReady()).isGreaterThanOrEqualTo(4);
            assertThat(witness.sizesOfTheNewOne()).endsWith(2, 4);
        }
        stage.assertOnlyTheStampDiffers(before);
    }

    @Test
    void aBatchThatCrashesIsHeldAndOneCommandGoesBack() {
        // Given
        stage.deploy(4, "{maxSurge: 25%, maxUnavailable: 25%}", "{}", "pointsman.io/test: crashloop");
        JsonNode before = stage.deployment();
        // When
        stage.restart("bad", "{batchSize: 1, settle: 1s}");
        stage.awaitEnd("bad");
        // Then
        PaceStatus status = stage.status("bad");
        assertThat(status.phase()).as(stage.explain("bad")).isEqualTo(PacePhase.Stopped);
        assertThat(status.message()).contains("batch 1 of 4", "restarted", "held as it is", "paused");
        assertThat(Condition.find(status.conditions(), "Failed")).isPresent();
        assertThat(stage.deployment().at("/spec/paused").asBoolean()).isTrue();
        assertThat(stage.ready()).isGreaterThanOrEqualTo(4);
        // And when
        String holding =
                Condition.find(status.conditions(), "Holding").orElseThrow().message();
        stage.sh(holding.substring(holding.indexOf("go back: ") + "go back: ".length()));
        // Then
        assertThat(stage.deployment().path("spec")).isEqualTo(before.path("spec"));
        assertThat(Stage.own(stage.deployment())).isEmpty();
    }

    @Test
    void aSecondRestartIsRefusedWhileTheFirstKeepsWhatItBorrowed() {
        // Given
        stage.deploy(2, "{maxSurge: 1, maxUnavailable: 0}", "{}", "pointsman.io/test: crashloop");
        stage.restart("bad", "{batchSize: 1, settle: 1s}");
        stage.awaitEnd("bad");
        // When
        stage.restart("again", "{}");
        stage.awaitEnd("again");
        // Then
        assertThat(stage.status("again").phase()).isEqualTo(PacePhase.Failed);
        assertThat(stage.status("again").message()).contains("PacedRollout/bad", "kubectl patch deployment web");
    }

    @Test
    void aTemplateThatAnotherHandChangesIsLeftAloneAndTheHandIsNamed() {
        // Given
        stage.deploy(4, "{maxSurge: 25%, maxUnavailable: 25%}", "{}");
        stage.restart("raced", "{batchSize: 1, settle: 30s}");
        stage.awaitPhase("raced", PacePhase.Settling);
        // When
        stage.kubectl(
                "patch",
                "deployment",
                "web",
                "--field-manager=rival",
                "--type=json",
                "-p",
                "[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/image\",\"value\":\"web:9\"}]");
        stage.awaitEnd("raced");
        // Then
        PaceStatus status = stage.status("raced");
        assertThat(status.phase()).as(stage.explain("raced")).isEqualTo(PacePhase.Stopped);
        assertThat(status.message()).contains("by rival", "batch 1 of 4");
        // And when
        stage.sh(String.valueOf(status.release()));
        // Then
        stage.kubectl("rollout", "status", "deployment/web", "--timeout=60s");
        assertThat(stage.deployment()
                        .at("/spec/template/spec/containers/0/image")
                        .asText())
                .isEqualTo("web:9");
        assertThat(stage.deployment()
                        .at("/spec/strategy/rollingUpdate/maxSurge")
                        .asText())
                .isEqualTo("25%");
        assertThat(Stage.own(stage.deployment())).isEmpty();
    }

    @Test
    void replicasThatChangeInTheMiddleAreFollowed() {
        // Given
        stage.deploy(4, "{maxSurge: 25%, maxUnavailable: 25%}", "{}");
        JsonNode before = stage.deployment();
        stage.restart("scaled", "{batchSize: 2, settle: 2s}");
        stage.awaitPhase("scaled", PacePhase.Settling);
        // When
        stage.kubectl("scale", "deployment/web", "--replicas=7");
        stage.awaitEnd("scaled");
        // Then
        assertThat(stage.status("scaled").phase()).as(stage.explain("scaled")).isEqualTo(PacePhase.Complete);
        assertThat(stage.status("scaled").message()).contains("7 pods");
        ((ObjectNode) before.path("spec")).put("replicas", 7);
        stage.assertOnlyTheStampDiffers(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"paused\": true | is paused by kubectl; resume it first: kubectl rollout resume deployment/web",
                "\"strategy\": {\"type\": \"Recreate\", \"rollingUpdate\": null} | has strategy Recreate",
                "\"replicas\": 0 | has 0 replicas: there is nothing to pace"
            })
    void whatCannotBePacedIsSaidAndLeftAlone(String change, String sentence) {
        // Given
        stage.deploy(2, "{maxSurge: 1, maxUnavailable: 0}", "{}");
        stage.kubectl("patch", "deployment", "web", "--field-manager=kubectl", "-p", "{\"spec\": {" + change + "}}");
        await("observed")
                .atMost(Stage.SOON)
                .until(() -> stage.deployment().at("/status/observedGeneration").asLong()
                        == stage.deployment().at("/metadata/generation").asLong());
        JsonNode before = stage.deployment();
        // When
        stage.restart("refused", "{}");
        stage.awaitEnd("refused");
        // Then
        assertThat(stage.status("refused").message()).contains(sentence);
        assertThat(stage.deployment().path("spec")).isEqualTo(before.path("spec"));
        assertThat(Stage.own(stage.deployment())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = PacePhase.class,
            names = {"Rolling", "Settling"})
    void anOperationThatIsDeletedInTheMiddleIsGivenBack(PacePhase phase) {
        // Given
        stage.deploy(4, "{maxSurge: 25%, maxUnavailable: 25%}", "{}");
        JsonNode before = stage.deployment();
        stage.restart("deleted", "{batchSize: 1, settle: 5s}");
        stage.awaitPhase("deleted", phase);
        // When
        stage.kubectl("delete", "pace", "deleted");
        // Then
        await("given back")
                .atMost(Stage.SOON)
                .until(() -> Stage.own(stage.deployment()).isEmpty());
        assertThat(stage.deployment().path("spec")).isEqualTo(before.path("spec"));
        stage.kubectl("rollout", "status", "deployment/web", "--timeout=60s");
    }

    @Test
    void inPlaceNeedsNoRoomForMorePods() {
        // Given
        stage.deploy(6, "{maxSurge: 25%, maxUnavailable: 25%}", "{}");
        JsonNode before = stage.deployment();
        try (Witness witness = stage.witness()) {
            // When
            stage.rollout("tight", "action: restart, method: InPlace, pace: {batchSize: 2, settle: 1s}");
            stage.awaitEnd("tight");
            // Then
            assertThat(stage.status("tight").phase()).as(stage.explain("tight")).isEqualTo(PacePhase.Complete);
            assertThat(witness.sizesOfTheNewOne()).endsWith(2, 4, 6).doesNotContain(1, 3, 5);
            assertThat(witness.mostPods()).isEqualTo(6);
            assertThat(witness.fewestReady()).isGreaterThanOrEqualTo(4);
        }
        stage.assertOnlyTheStampDiffers(before);
    }

    @Test
    void bringsAnotherImageAndGoesBackToTheRevisionBefore() {
        // Given
        stage.deploy(3, "{maxSurge: 25%, maxUnavailable: 25%}", "{}");
        JsonNode before = stage.deployment();
        // When
        stage.rollout("update", "action: setImage, images: {app: 'web:2'}, pace: {batchSize: 2, settle: 1s}");
        stage.awaitEnd("update");
        // Then
        assertThat(stage.status("update").phase()).as(stage.explain("update")).isEqualTo(PacePhase.Complete);
        assertThat(stage.deployment().at(IMAGE).asText()).isEqualTo("web:2");
        // And when
        stage.rollout("back", "action: undo, pace: {batchSize: 100%, settle: 1s}");
        stage.awaitEnd("back");
        // Then
        assertThat(stage.status("back").message())
                .isEqualTo("return to revision 1 of Deployment/web: 3 pods replaced in 1 batch");
        assertThat(stage.deployment().path("spec")).isEqualTo(before.path("spec"));
        assertThat(Stage.own(stage.deployment())).isEmpty();
    }

    @Test
    void aBadImageIsUndoneByItself() {
        // Given
        stage.deploy(4, "{maxSurge: 25%, maxUnavailable: 25%}", "{}", "pointsman.io/test: crashloop");
        JsonNode before = stage.deployment();
        try (Witness witness = stage.witness()) {
            // When
            stage.rollout("bad", "action: setImage, images: {app: 'web:2'}, pace: {batchSize: 1, settle: 1s}");
            stage.awaitEnd("bad");
            // Then
            assertThat(stage.status("bad").phase()).as(stage.explain("bad")).isEqualTo(PacePhase.Failed);
            assertThat(stage.status("bad").message())
                    .contains("batch 1 of 4", "; undone: the 4 pods are of the template that was found");
            assertThat(witness.fewestReady()).isGreaterThanOrEqualTo(4);
        }
        assertThat(stage.deployment().path("spec")).isEqualTo(before.path("spec"));
        assertThat(Stage.own(stage.deployment())).isEmpty();
    }
}
