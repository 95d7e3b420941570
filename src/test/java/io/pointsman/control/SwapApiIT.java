package io.pointsman.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(BareCluster.class)
class SwapApiIT {
    private static final String SWAP = "services/web/swap";

    private Shop shop;

    @BeforeEach
    void open() {
        shop = Shop.open();
    }

    @Test
    void aSwapIsMadeWithItsColorDecided() {
        Response made = shop.post("ci", SWAP, "{\"reason\": \"release 2\"}");

        made.then()
                .statusCode(202)
                .body("kind", equalTo("BlueGreenSwap"))
                .body("phase", equalTo("Pending"))
                .body("finished", equalTo(false))
                .body("succeeded", nullValue())
                .body("reason", equalTo("release 2"))
                .body("requestedBy", equalTo("system:serviceaccount:" + shop.namespace() + ":ci"))
                .body("spec.to", equalTo("green"))
                .body("spec.services", equalTo(List.of("web")));
        String id = made.jsonPath().getString("id");
        assertThat(made.header("Location")).isEqualTo(shop.path("operations/" + id));
        assertThat(shop.cluster()
                        .kubectl()
                        .run(
                                "get",
                                "bluegreenswap",
                                id,
                                "-n",
                                shop.namespace(),
                                "-o",
                                "jsonpath={.metadata.annotations.pointsman\\.io/requested-by} {.spec.to}")
                        .orFail())
                .isEqualTo("system:serviceaccount:" + shop.namespace() + ":ci green");
    }

    @Test
    void aSwapNeedsNoBody() {
        shop.as("ci").post(shop.path(SWAP)).then().statusCode(202).body("spec.to", equalTo("green"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nosuch       | {}                       | 404 | There is no Service "nosuch" in namespace
            web          | {"to": "purple"}         | 422 | the colors there are blue, green
            web          | {"from": "red"}          | 409 | is on blue, not on red
            plain        | {}                       | 422 | does not select by the label version
            headless     | {}                       | 422 | headless
            elsewhere    | {}                       | 422 | ExternalName
            selectorless | {}                       | 422 | has no selector
            web          | {"too": "green"}         | 400 | too is unknown
            web          | {"to": 1}                | 400 | to must be a string
            web          | {                        | 400 | not valid JSON
            web          | {"prepare": {"timeout": "soon"}} | 422 | spec.prepare.timeout
            web          | {"from": "blue", "to": "not a color"} | 422 | There is no color not a color
            """)
    void whatCannotBeSwappedIsSaidAndNothingIsMade(String service, String body, int status, String said) {
        shop.post("ci", "services/" + service + "/swap", body)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("detail", containsString(said));
        assertThat(shop.count("bluegreenswaps")).isZero();
    }

    @Test
    void fieldsThatTheApiServerRefusesAreNamed() {
        shop.post("ci", SWAP, "{\"prepare\": {\"timeout\": \"soon\"}}")
                .then()
                .statusCode(422)
                .body("causes.field", hasItem("spec.prepare.timeout"));
    }

    @Test
    void amongThreeColorsOneMustBeNamed() {
        shop.cluster().apply(shop.namespace(), """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: web-violet}
                spec:
                  serviceName: web
                  selector: {matchLabels: {app: web, version: violet}}
                  template:
                    metadata: {labels: {app: web, version: violet}}
                    spec: {containers: [{name: web, image: "registry.example/web:1"}]}
                """);
        shop.post("ci", SWAP, "{}").then().statusCode(422).body("detail", containsString("green, violet"));
    }

    @Test
    void aColorThatIsLiveAlreadyIsNoError() {
        shop.post("ci", SWAP, "{\"to\": \"blue\"}").then().statusCode(202).body("spec.to", equalTo("blue"));
    }

    @Test
    void aDryRunSaysThePlanAndMakesNothing() {
        shop.post("ci", SWAP + "?dryRun=true", "{}")
                .then()
                .statusCode(200)
                .body("dryRun", equalTo(true))
                .body("summary", equalTo("swap web from blue to green"))
                .body("steps.size()", equalTo(5))
                .body("spec.prepare.timeout", equalTo("2m"))
                .body(
                        "wayBack",
                        equalTo("kubectl patch service web --namespace " + shop.namespace()
                                + " --type merge --patch '{\"spec\":{\"selector\":{\"version\":\"blue\"}}}'"));
        assertThat(shop.count("bluegreenswaps")).isZero();
    }

    @Test
    void aMisspelledDryRunIsNotTheRealThing() {
        shop.post("ci", SWAP + "?dryrun=true", "{}").then().statusCode(400);
        shop.post("ci", SWAP + "?dryRun=yes", "{}").then().statusCode(400);
        shop.post("ci", SWAP + "?dryRun=true&dryRun=false", "{}").then().statusCode(400);
        assertThat(shop.count("bluegreenswaps")).isZero();
    }

    @Test
    void theWayBackOfAPlanIsACommandThatWorks() throws Exception {
        String command = shop.post("ci", SWAP + "?dryRun=true", "{}").jsonPath().getString("wayBack");
        shop.cluster()
                .kubectl()
                .run(
                        "patch",
                        "service",
                        "web",
                        "-n",
                        shop.namespace(),
                        "-p",
                        "{\"spec\":{\"selector\":{\"version\":\"green\"}}}")
                .orFail();

        var shell = new io.pointsman.testing.Program(
                List.of("sh", "-c"),
                java.util.Map.of("KUBECONFIG", shop.cluster().kubeconfig().toString()));
        shell.run(command.replaceFirst(
                        "^kubectl", shop.cluster().kubectl().command().getFirst()))
                .orFail();

        assertThat(shop.cluster()
                        .kubectl()
                        .run("get", "service", "web", "-n", shop.namespace(), "-o", "jsonpath={.spec.selector}")
                        .orFail())
                .isEqualTo("{\"app\":\"web\",\"version\":\"blue\"}");
    }

    private Response keyed(String token, String key, String body) {
        return Shop.with(token)
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body)
                .post(shop.path(SWAP));
    }

    @Test
    void aRetryFindsTheFirst() {
        String token = shop.token("ci");
        Response first = keyed(token, "run-1", "{\"reason\":\"release 2\"}");
        Response again = keyed(shop.token("ci"), "run-1", "{ \"reason\": \"release 2\" }");

        again.then().statusCode(202).header("Location", first.header("Location"));
        assertThat(shop.count("bluegreenswaps")).isOne();
        keyed(token, "run-1", "{\"reason\":\"release 3\"}")
                .then()
                .statusCode(422)
                .body("type", equalTo("tag:pointsman.io,2026:idempotency-key-reused"));
        keyed(token, "run 1", "{}").then().statusCode(400);
        assertThat(shop.count("bluegreenswaps")).isOne();
    }

    @Test
    void aRetryAfterTheServiceHasMovedIsStillTheFirst() {
        String token = shop.token("ci");
        Response first = keyed(token, "run-1", "{}");
        shop.cluster()
                .kubectl()
                .run(
                        "patch",
                        "service",
                        "web",
                        "-n",
                        shop.namespace(),
                        "-p",
                        "{\"spec\":{\"selector\":{\"version\":\"green\"}}}")
                .orFail();

        Response again = keyed(token, "run-1", "{}");

        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.jsonPath().getString("spec.to")).isEqualTo("green");
    }

    @Test
    void ofTenEqualPostsAtOnceOneMakesTheOperation() throws Exception {
        String token = shop.token("ci");
        List<Response> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(10)) {
            List<Callable<Response>> calls = Collections.nCopies(10, () -> keyed(token, "run-1", "{}"));
            for (Future<Response> each : threads.invokeAll(calls)) {
                all.add(each.get());
            }
        }

        assertThat(all).extracting(Response::statusCode).containsOnly(202);
        assertThat(all)
                .extracting(r -> r.header("Location"))
                .hasSize(10)
                .containsOnly(all.getFirst().header("Location"));
        assertThat(shop.count("bluegreenswaps")).isOne();
    }

    @Test
    void withoutAKeyEachPostIsAnOperation() {
        shop.post("ci", SWAP, "{}").then().statusCode(202);
        shop.post("ci", SWAP, "{}").then().statusCode(202);

        assertThat(shop.count("bluegreenswaps")).isEqualTo(2);
    }
}
