package io.pointsman.control;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(BareCluster.class)
class ProblemsIT {
    private static final String PROBLEM = "application/problem+json";
    private Shop shop;

    @BeforeEach
    void open() {
        shop = Shop.open();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api", "/api/v1", "/api/v1/namespaces/shop/nothing", "/api/v2/x", "/nosuch"})
    void aPathThatIsNotThereIsAProblem(String path) {
        given().get(path)
                .then()
                .statusCode(404)
                .contentType(PROBLEM)
                .body("title", notNullValue())
                .body("detail", containsString(path));
    }

    @Test
    void aMethodThatIsNotThereIsAProblemThatSaysWhichAre() {
        given().get(shop.path("services/web/swap"))
                .then()
                .statusCode(405)
                .header("Allow", equalTo("POST"))
                .contentType(PROBLEM);
        given().delete(shop.path("operations/x"))
                .then()
                .statusCode(405)
                .header("Allow", containsString("GET"))
                .contentType(PROBLEM);
    }

    @Test
    void anotherContentTypeIsAProblem() {
        shop.as("ci")
                .contentType("application/x-www-form-urlencoded")
                .body("to=green")
                .post(shop.path("services/web/swap"))
                .then()
                .statusCode(415)
                .contentType(PROBLEM)
                .body("detail", containsString("application/json"));
    }

    @Test
    void anotherRepresentationIsAProblem() {
        shop.as("ci")
                .accept("application/xml")
                .get(shop.path("operations"))
                .then()
                .statusCode(406)
                .contentType(PROBLEM);
    }

    @Test
    void aBodyThatIsTooLargeIsAProblem() {
        shop.post("ci", "services/web/swap", "{\"reason\": \"" + "x".repeat(RequestBody.MOST_BYTES) + "\"}")
                .then()
                .statusCode(413)
                .contentType(PROBLEM);
        assertThat(shop.count("bluegreenswaps")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "services/web%2F..%2Fplain/swap",
                "services/..%2F..%2F..%2Fsecrets%2Fx/swap",
                "services/Web/swap",
                "services/web%3Fx=y/swap",
                "services/web%20/swap",
                "deployments/-web/restart"
            })
    void aNameThatCannotBeOneReachesNoApiServer(String rest) {
        shop.as("ci")
                .post(shop.path(rest))
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("detail", containsString("cannot be the name of a"));
    }

    @Test
    void aNamespaceThatCannotBeOneIsAProblem() {
        shop.as("ci")
                .get("/api/v1/namespaces/a%2Fb/operations")
                .then()
                .statusCode(400)
                .contentType(PROBLEM);
    }

    @Test
    void noAnswerHoldsAStackTrace() {
        shop.post("ci", "services/web/swap", "{")
                .then()
                .body(not(containsString("io.pointsman.")))
                .body(not(containsString("com.fasterxml")));
    }

    @Test
    void theApiDescribesItself() {
        given().accept("application/json")
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths.size()", equalTo(5))
                .body("components.schemas.Problem.properties.detail", notNullValue())
                .body("components.schemas.SwapRequest.properties.to", notNullValue())
                .body("components.securitySchemes.token.scheme", equalTo("bearer"));
    }

    @Test
    void livenessAndReadinessNeedNoToken() {
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/ready").then().statusCode(200);
    }
}
