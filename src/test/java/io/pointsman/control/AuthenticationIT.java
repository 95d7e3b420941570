package io.pointsman.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BareCluster.class)
class AuthenticationIT {
    private Shop shop;

    @BeforeEach
    void open() {
        shop = Shop.open();
    }

    private static ValidatableResponse unauthorized(ValidatableResponse response) {
        return response.statusCode(401)
                .header("WWW-Authenticate", startsWith("Bearer"))
                .contentType("application/problem+json")
                .body("status", equalTo(401));
    }

    @Test
    void aCallWithoutATokenSaysHowToSendOne() {
        unauthorized(Shop.anonymous().post(shop.path("services/web/swap")).then())
                .body("detail", containsString("Authorization: Bearer <token>"));
    }

    @Test
    void everyCallNeedsAToken() {
        unauthorized(
                Shop.anonymous().post(shop.path("deployments/web-blue/restart")).then());
        unauthorized(Shop.anonymous().get(shop.path("operations")).then());
        unauthorized(Shop.anonymous().get(shop.path("operations/x")).then());
        unauthorized(Shop.anonymous().get(shop.path("operations/x/events")).then());
    }

    @Test
    void aTokenThatNobodyKnowsIsRefused() {
        unauthorized(Shop.with("garbage").post(shop.path("services/web/swap")).then())
                .body("detail", startsWith("The token was refused"));
    }

    @Test
    void aTokenOfADeletedAccountIsRefusedAtOnce() {
        String token = shop.token("ci");
        Shop.with(token).get(shop.path("operations")).then().statusCode(200);

        shop.cluster()
                .kubectl()
                .run("delete", "serviceaccount", "ci", "-n", shop.namespace())
                .orFail();

        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(30))
                .untilAsserted(() -> unauthorized(
                        Shop.with(token).get(shop.path("operations")).then()));
    }

    @Test
    void nobodyIsToldWhatTheTokenWas() {
        String answer =
                Shop.with("very-secret-token").get(shop.path("operations")).asString();

        assertThat(answer).doesNotContain("very-secret-token");
    }

    @Test
    void theRightThatIsMissingIsNamed() {
        shop.post("nobody", "services/web/swap", "{}")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body(
                        "detail",
                        equalTo("User \"system:serviceaccount:" + shop.namespace() + ":nobody\" may not create"
                                + " bluegreenswaps.pointsman.io in namespace " + shop.namespace() + "."));
        shop.post("creator", "services/web/swap", "{}")
                .then()
                .statusCode(403)
                .body("detail", containsString("may not patch services \"web\" in namespace " + shop.namespace()));
        shop.post("patcher", "services/web/swap", "{}").then().statusCode(403);
        shop.post("creator", "deployments/web-blue/restart", "{}")
                .then()
                .statusCode(403)
                .body("detail", containsString("may not patch deployments.apps \"web-blue\""));
        assertThat(shop.count("bluegreenswaps,pacedrollouts")).isZero();
    }

    @Test
    void rightsEndAtTheNamespace() {
        Shop other = Shop.open();

        Shop.with(other.token("ci")).post(shop.path("services/web/swap")).then().statusCode(403);
        Shop.with(other.token("ci")).get(shop.path("operations")).then().statusCode(403);
    }

    @Test
    void readingNeedsTheRightToRead() {
        String id = shop.post("ci", "services/web/swap", "{}").jsonPath().getString("id");

        shop.as("nobody").get(shop.path("operations")).then().statusCode(403);
        shop.as("nobody")
                .get(shop.path("operations/" + id))
                .then()
                .statusCode(403)
                .body("detail", containsString("may not get bluegreenswaps.pointsman.io \"" + id + "\""));
        shop.as("nobody").get(shop.path("operations/" + id + "/events")).then().statusCode(403);
        shop.as("swaps-only").get(shop.path("operations/" + id)).then().statusCode(200);
        shop.as("swaps-only").get(shop.path("operations")).then().statusCode(403);
        shop.as("swaps-only")
                .get(shop.path("operations?kind=BlueGreenSwap"))
                .then()
                .statusCode(200);
    }
}
