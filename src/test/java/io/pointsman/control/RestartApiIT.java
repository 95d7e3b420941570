package io.pointsman.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(BareCluster.class)
class RestartApiIT {
    private static final String RESTART = "deployments/web-blue/restart";

    private Shop shop;

    @BeforeEach
    void open() {
        shop = Shop.open();
    }

    @Test
    void aRestartIsMade() {
        Response made = shop.post(
                "ci", RESTART, "{\"pace\": {\"preset\": \"careful\", \"batchSize\": 2}, \"reason\": \"leak\"}");

        made.then()
                .statusCode(202)
                .body("kind", equalTo("PacedRollout"))
                .body("spec.target.kind", equalTo("Deployment"))
                .body("spec.target.name", equalTo("web-blue"))
                .body("spec.action", equalTo("restart"))
                .body("spec.pace.preset", equalTo("careful"))
                .body("spec.pace.batchSize", equalTo(2))
                .body("reason", equalTo("leak"));
        assertThat(made.header("Location"))
                .isEqualTo(shop.path("operations/" + made.jsonPath().getString("id")));
        assertThat(shop.count("pacedrollouts")).isOne();
    }

    @Test
    void aDryRunSaysThePlanAndMakesNothing() {
        shop.post("ci", RESTART + "?dryRun=true", "{}")
                .then()
                .statusCode(200)
                .body("summary", containsString("restart Deployment web-blue, which has 3 replicas"))
                .body("wayBack", containsString("\"maxSurge\":\"25%\""));
        assertThat(shop.count("pacedrollouts")).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nosuch   | {}                                | 404 | There is no Deployment "nosuch" in namespace
            web-blue | {"pace": {"preset": "reckless"}}  | 422 | spec.pace.preset
            web-blue | {"pace": {"batchSize": "some"}}   | 422 | spec.pace.batchSize
            web-blue | {"pace": {"batchSize": 0}}        | 422 | spec.pace.batchSize
            web-blue | {"pace": {"speed": 1}}            | 400 | pace.speed is unknown
            web-blue | {"pace": {"settle": 10}}          | 400 | pace.settle must be a string
            web-blue | {"method": "Magic"}               | 400 | method must be
            """)
    void whatCannotBeRestartedIsSaidAndNothingIsMade(String name, String body, int status, String said) {
        shop.post("ci", "deployments/" + name + "/restart", body)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("detail", containsString(said));
        assertThat(shop.count("pacedrollouts")).isZero();
    }

    @Test
    void aSwapAndARestartOfOneKeyAreTwoOperations() {
        String swap = shop.as("ci")
                .header("Idempotency-Key", "run-1")
                .post(shop.path("services/web/swap"))
                .header("Location");
        String restart = shop.as("ci")
                .header("Idempotency-Key", "run-1")
                .post(shop.path(RESTART))
                .header("Location");

        assertThat(swap).isNotNull().isNotEqualTo(restart);
        shop.as("ci").get(shop.path("operations")).then().body("operations.size()", equalTo(2));
    }
}
