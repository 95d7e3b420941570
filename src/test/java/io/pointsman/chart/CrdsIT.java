package io.pointsman.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointsman.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an API server makes of the kinds, and of good and bad operations. */
class CrdsIT {
    private static final Path CASES = Path.of("src/test/resources/chart/crds");
    private static final String SAYS = "# says: ";
    private static ControlPlane cluster;
    private static Program.Outcome installation;

    @BeforeAll
    static void up() {
        cluster = ControlPlane.up("chart-crds", "--bare");
        installation = cluster.kubectl().run("apply", "--server-side", "-f", Chart.HOME.resolve("files/crds") + "/");
        cluster.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=20s");
    }

    @AfterAll
    static void down() {
        cluster.close();
    }

    @Test
    void theKindsAreAcceptedWithoutAWarning() {
        // When
        List<String> conditions = List.of(cluster.kubectl(
                        "get", "crd", "--output=jsonpath={.items[*].status.conditions[?(@.status!=\"True\")].message}")
                .split("\n"));

        // Then
        assertThat(installation.err()).isEmpty();
        assertThat(conditions).containsExactly("");
    }

    @ParameterizedTest
    @MethodSource("valid")
    void aGoodOperationIsAccepted(Path file) {
        // When
        Program.Outcome outcome = cluster.kubectl().run("apply", "--dry-run=server", "-f", file.toString());

        // Then
        assertThat(outcome.orFail()).contains("created (server dry run)");
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void aBadOperationIsRefusedWithASentenceThatNamesTheField(Path file) throws IOException {
        // Given
        String sentence = Files.readAllLines(file).getFirst();
        assertThat(sentence).startsWith(SAYS);

        // When
        Program.Outcome outcome = cluster.kubectl().run("apply", "--dry-run=server", "-f", file.toString());

        // Then
        assertThat(outcome.succeeded()).isFalse();
        assertThat(outcome.err()).contains(sentence.substring(SAYS.length()));
    }

    @Test
    void whatIsAskedCannotChangeButLabelsCan() {
        // Given
        cluster.kubectl("apply", "-f", CASES.resolve("valid-swap-full.yaml").toString());

        // When
        Program.Outcome change = cluster.kubectl()
                .run("patch", "bgs", "example", "--type=merge", "--patch={\"spec\":{\"to\":\"v3.0\"}}");
        Program.Outcome label = cluster.kubectl().run("label", "bgs", "example", "seen=yes");

        // Then
        assertThat(change.err()).contains("spec cannot change, because an operation runs once");
        assertThat(label.orFail()).contains("labeled");
        cluster.kubectl("delete", "bgs", "example");
    }

    @Test
    void onlyTheStatusRoadWritesStatus() {
        // Given
        cluster.kubectl("apply", "-f", CASES.resolve("valid-swap-minimal.yaml").toString());

        // When
        cluster.kubectl("patch", "bgs", "example", "--type=merge", "--patch={\"status\":{\"phase\":\"Complete\"}}");

        // Then
        assertThat(cluster.kubectl("get", "bgs", "example", "--output=jsonpath={.status}"))
                .isEmpty();
        cluster.kubectl("delete", "bgs", "example");
    }

    @Test
    void theColumnsOfASwapTellItsStory() {
        // Given
        cluster.kubectl("apply", "-f", CASES.resolve("valid-swap-minimal.yaml").toString());

        // When
        status("bgs", """
                {"phase":"Verifying","message":"2 of 3 pods of green are in the EndpointSlices","progress":"2/3",
                 "target":"user-service","from":"blue","to":"green","startedAt":"2026-11-23T09:30:00.123456789Z","requestedBy":"jane",
                 "services":[{"name":"user-service","uid":"1","before":{"version":"blue"},"after":{"version":"green"},
                              "ready":2,"wanted":3,"switchedAt":"2026-11-23T09:30:00.5Z"}],
                 "conditions":[{"type":"Complete","status":"False","reason":"Verifying","message":"",
                                "lastTransitionTime":"2026-11-23T09:30:00Z"}],
                 "steps":[{"time":"2026-11-23T09:30:00.123Z","step":"lock"}]}
                """);

        // Then
        assertThat(cluster.kubectl("get", "pointsman").split("\n"))
                .satisfiesExactly(
                        header -> assertThat(header.split(" +"))
                                .containsExactly("NAME", "SERVICES", "FROM", "TO", "PHASE", "READY", "MESSAGE", "AGE"),
                        row -> assertThat(row)
                                .matches("bluegreenswap.pointsman.io/example +user-service +blue +green +Verifying"
                                        + " +2/3 +2 of 3 pods of green are in the EndpointSlices +\\d+s"));
        cluster.kubectl("delete", "bgs", "example");
    }

    @Test
    void theColumnsOfARolloutTellItsStory() {
        // Given
        cluster.kubectl(
                "apply", "-f", CASES.resolve("valid-rollout-minimal.yaml").toString());

        // When
        status("pace", """
                {"phase":"Settling","message":"batch 1 stays available for 10s","progress":"2/6 pods, batch 1/3",
                 "batch":{"number":1,"of":3,"size":2,"replicas":6,"from":0,"boundary":2,"startedAt":"2026-11-23T09:30:00.25Z"},
                 "borrowed":{"was":{"maxSurge":"25%","maxUnavailable":1,"minReadySeconds":0},"set":{"maxSurge":2}},
                 "target":{"kind":"Deployment","name":"user-service-blue","uid":"1","before":"abc"}}
                """);

        // Then
        assertThat(cluster.kubectl("get", "pace").split("\n"))
                .satisfiesExactly(
                        header -> assertThat(header.split(" +"))
                                .containsExactly("NAME", "TARGET", "ACTION", "PHASE", "PROGRESS", "MESSAGE", "AGE"),
                        row -> assertThat(row)
                                .matches("example +user-service-blue +restart +Settling +2/6 pods, batch 1/3"
                                        + " +batch 1 stays available for 10s +\\d+s"));
        cluster.kubectl("delete", "pace", "example");
    }

    @Test
    void theSamplesAreAcceptedAsTheyAre() {
        // When
        Program.Outcome outcome = cluster.kubectl().run("create", "--dry-run=server", "-f", "k8s/samples");

        // Then
        assertThat(outcome.orFail()).contains("user-service-green created", "user-service-to-green created");
        assertThat(outcome.err()).isEmpty();
    }

    private static void status(String resource, String status) {
        cluster.kubectl(
                "patch",
                resource,
                "example",
                "--subresource=status",
                "--type=merge",
                "--patch={\"status\":" + status + "}");
    }

    static Stream<Path> valid() throws IOException {
        return cases("valid-*.yaml");
    }

    static Stream<Path> invalid() throws IOException {
        return cases("invalid-*.yaml");
    }

    private static Stream<Path> cases(String glob) throws IOException {
        PathMatcher matcher = CASES.getFileSystem().getPathMatcher("glob:" + glob);
        try (var files = Files.list(CASES)) {
            return files.filter(file -> matcher.matches(file.getFileName())).sorted().toList().stream();
        }
    }
}
