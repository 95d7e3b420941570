package io.pointsman.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@QuarkusTestResource(BareCluster.class)
class OperationsApiIT {
    private Shop shop;

    @BeforeEach
    void open() {
        shop = Shop.open();
    }

    @Test
    void operationsAreShownWhoeverMadeThem() {
        String swap = shop.post("ci", "services/web/swap", "{}").jsonPath().getString("id");
        String restart =
                shop.post("ci", "deployments/web-blue/restart", "{}").jsonPath().getString("id");
        shop.cluster().apply(shop.namespace(), """
                apiVersion: pointsman.io/v1alpha1
                kind: BlueGreenSwap
                metadata: {name: by-hand}
                spec: {services: [web], to: green}
                """);

        assertThat(shop.as("ci").get(shop.path("operations")).jsonPath().getList("operations.id", String.class))
                .containsExactlyInAnyOrder(swap, restart, "by-hand");
        shop.as("ci")
                .get(shop.path("operations?kind=PacedRollout"))
                .then()
                .body("operations.id", equalTo(List.of(restart)));
        shop.as("ci")
                .get(shop.path("operations/by-hand"))
                .then()
                .statusCode(200)
                .body("kind", equalTo("BlueGreenSwap"))
                .body("links.events", equalTo(shop.path("operations/by-hand/events")));
        shop.as("ci").get(shop.path("operations?kind=Nothing")).then().statusCode(400);
    }

    @Test
    void anOperationThatIsNotThereIsNotFound() {
        shop.as("ci")
                .get(shop.path("operations/nosuch"))
                .then()
                .statusCode(404)
                .body("detail", containsString("There is no BlueGreenSwap or PacedRollout \"nosuch\""));
        shop.as("ci")
                .accept("text/event-stream")
                .get(shop.path("operations/nosuch/events"))
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    @Test
    void aNameOfTwoKindsNeedsItsKind() {
        shop.cluster().apply(shop.namespace(), """
                apiVersion: pointsman.io/v1alpha1
                kind: BlueGreenSwap
                metadata: {name: twin}
                spec: {services: [web], to: green}
                ---
                apiVersion: pointsman.io/v1alpha1
                kind: PacedRollout
                metadata: {name: twin}
                spec: {target: {kind: Deployment, name: web-blue}, action: restart}
                """);

        shop.as("ci").get(shop.path("operations/twin")).then().statusCode(409);
        shop.as("ci")
                .get(shop.path("operations/twin?kind=PacedRollout"))
                .then()
                .statusCode(200)
                .body("kind", equalTo("PacedRollout"));
    }

    private HttpResponse<InputStream> follow(HttpClient http, String id, String token) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port
                                + shop.path("operations/" + id + "/events")))
                        .header("Authorization", "Bearer " + token)
                        .header("Accept", "text/event-stream")
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void aStreamTellsEachChangeAndEndsWithTheOperation() throws Exception {
        // No pod ever gets ready here, so the swap gives up by itself.
        String id = shop.post("ci", "services/web/swap", "{\"prepare\": {\"timeout\": \"3s\"}}")
                .jsonPath()
                .getString("id");

        List<String> lines;
        try (HttpClient http = HttpClient.newHttpClient();
                BufferedReader body = new BufferedReader(
                        new InputStreamReader(follow(http, id, shop.token("ci")).body(), StandardCharsets.UTF_8))) {
            lines = body.lines().toList();
        }

        List<String> names = lines.stream().filter(l -> l.startsWith("event:")).toList();
        assertThat(names).hasSizeGreaterThan(1).first().isEqualTo("event:status");
        assertThat(names).last().isEqualTo("event:finished");
        assertThat(names.subList(0, names.size() - 1)).containsOnly("event:status");
        assertThat(lines.stream().filter(l -> l.startsWith("data:")).toList())
                .last()
                .asString()
                .contains("\"finished\":true", "\"succeeded\":false");
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void aStreamEndsWhenTheOperationIsDeleted() throws Exception {
        String id = shop.post("ci", "services/web/swap", "{}").jsonPath().getString("id");

        try (HttpClient http = HttpClient.newHttpClient();
                BufferedReader body = new BufferedReader(
                        new InputStreamReader(follow(http, id, shop.token("ci")).body(), StandardCharsets.UTF_8))) {
            assertThat(body.readLine()).isNotNull();
            shop.cluster()
                    .kubectl()
                    .run("delete", "bluegreenswap", id, "-n", shop.namespace(), "--wait=false")
                    .orFail();

            assertThat(body.lines().filter(l -> l.startsWith("event:")).toList())
                    .last()
                    .isEqualTo("event:deleted");
        }
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void streamsAreBoundedAndOneThatEndsMakesRoom() throws Exception {
        String id = shop.post("ci", "services/web/swap", "{}").jsonPath().getString("id");
        String token = shop.token("ci");

        try (HttpClient http = HttpClient.newHttpClient();
                InputStream first = follow(http, id, token).body();
                InputStream second = follow(http, id, token).body()) {
            assertThat(first.read()).isPositive();
            assertThat(second.read()).isPositive();

            HttpResponse<InputStream> third = follow(http, id, token);

            assertThat(third.statusCode()).isEqualTo(503);
            assertThat(third.headers().firstValue("Retry-After")).isPresent();
            third.body().close();
        }
        shop.cluster()
                .kubectl()
                .run("delete", "bluegreenswap", id, "-n", shop.namespace(), "--wait=false")
                .orFail();
        String next = shop.post("ci", "services/web/swap", "{\"prepare\": {\"timeout\": \"1s\"}}")
                .jsonPath()
                .getString("id");
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
            try (HttpClient http = HttpClient.newHttpClient()) {
                HttpResponse<InputStream> answer = follow(http, next, token);
                answer.body().close();
                assertThat(answer.statusCode()).isEqualTo(200);
            }
        });
    }
}
