package io.pointsman.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pointsman.policy.rule.Town;
import io.pointsman.security.Access;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API server relies on, over real HTTPS. */
class WebhookProtocolTest {
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {namespace: shop, name: web}
            spec: {replicas: 3, revisionHistoryLimit: 0, strategy: {type: Recreate}, template: {spec: {containers: [{name: web}]}}}
            """;
    private static Webhooks webhooks;

    @BeforeAll
    static void serve() {
        Town town = new Town().withNamespace("shop", Map.of("pointsman.io/environment", "production"));
        webhooks = new Webhooks(town, (who, what) -> new Access.Allowed(), Duration.ofMillis(2500));
    }

    @AfterAll
    static void stop() {
        webhooks.close();
    }

    @Test
    void aDenialIsForbiddenWithAMessageAndItsCauses() {
        JsonNode response = webhooks.ask("/validate?timeout=3s", Webhooks.review("CREATE", DEPLOYMENT, "", "alice"));

        assertThat(response.path("uid").asText()).isEqualTo("705ab4f5-6393-11e8-b7cc-42010a800002");
        assertThat(response.path("allowed").asBoolean()).isFalse();
        assertThat(response.path("status").path("code").asInt()).isEqualTo(403);
        assertThat(response.path("status").path("reason").asText()).isEqualTo("Forbidden");
        assertThat(response.path("status").path("message").asText())
                .startsWith("2 findings in Deployment shop/web (environment production):\n- recreate-strategy: ");
        assertThat(response.path("status").path("details").path("causes"))
                .extracting(cause -> cause.path("field").asText())
                .containsExactly("spec.strategy.type", "spec.revisionHistoryLimit");
        assertThat(response.path("auditAnnotations").path("findings").asText())
                .isEqualTo("min-ready-seconds=Warn,recreate-strategy=Deny,revision-history=Deny");
    }

    @Test
    void whatIsOnlyWarnedOfPasses() {
        String elsewhere = DEPLOYMENT.replace("shop", "lab");

        JsonNode response = webhooks.ask("/validate", Webhooks.review("CREATE", elsewhere, "", "alice"));

        assertThat(response.path("allowed").asBoolean()).isTrue();
        assertThat(response.path("warnings")).hasSize(2);
        assertThat(response.has("status")).isFalse();
    }

    @Test
    void theOldVersionOfTheProtocolIsEchoed() {
        ObjectNode review = Webhooks.review("CREATE", DEPLOYMENT, "", "alice");
        review.put("apiVersion", "admission.k8s.io/v1beta1");

        assertThat(webhooks.ask("/validate", review).path("allowed").asBoolean())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"DELETE", "CONNECT"})
    void anOperationWithoutAnObjectPasses(String operation) {
        assertThat(webhooks.ask("/validate", Webhooks.review(operation, "", DEPLOYMENT, "alice"))
                        .path("allowed")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aKindThatNoRuleKnowsPasses() {
        String pod = "{apiVersion: v1, kind: Pod, metadata: {name: p}}";

        assertThat(webhooks.ask("/validate", Webhooks.review("CREATE", pod, "", "alice"))
                        .toString())
                .isEqualTo("{\"uid\":\"705ab4f5-6393-11e8-b7cc-42010a800002\",\"allowed\":true}");
    }

    @Test
    void nonsenseWithinAnObjectIsNamedAndTheRestIsJudged() {
        String nonsense = DEPLOYMENT.replace("replicas: 3", "replicas: [3]").replace("shop", "lab");

        assertThat(webhooks.ask("/validate", Webhooks.review("CREATE", nonsense, "", "alice"))
                        .path("warnings"))
                .extracting(JsonNode::asText)
                .contains("spec.replicas must be a whole number, not a list");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no JSON | The body is not readable JSON (line 1, column 1).",
                "`` | The body is empty; it must be an AdmissionReview.",
                "[] | The body must be an AdmissionReview of admission.k8s.io/v1.",
                "{} | The body must be an AdmissionReview of admission.k8s.io/v1.",
                "{\"apiVersion\":\"admission.k8s.io/v2\",\"kind\":\"AdmissionReview\"} | The body must be an AdmissionReview of admission.k8s.io/v1.",
                "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\"} | The AdmissionReview has no request.",
                "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{}} | The AdmissionReview's request has no uid.",
                "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":\"u\",\"operation\":\"CREATE\"}} | The AdmissionReview's request.object is missing, though the operation is CREATE.",
                "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":\"u\",\"operation\":\"CREATE\",\"object\":1}} | The AdmissionReview's request.object is not an object."
            })
    void whatIsNoReviewIsABadRequestWithOneSentence(String body, String sentence) {
        HttpResponse<String> answer = webhooks.send(
                webhooks.to("/validate").POST(BodyPublishers.ofString(body)).build());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(sentence + "\n");
    }

    @Test
    void anotherContentTypeIsRefused() {
        HttpResponse<String> answer = webhooks.send(webhooks.to("/validate")
                .setHeader("Content-Type", "application/yaml")
                .POST(BodyPublishers.ofString("{}"))
                .build());

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).isEqualTo("The Content-Type must be application/json.\n");
    }

    @Test
    void anotherMethodOrPathIsRefused() {
        HttpResponse<String> method =
                webhooks.send(webhooks.to("/validate").GET().build());
        HttpResponse<String> path = webhooks.send(
                webhooks.to("/elsewhere").POST(BodyPublishers.ofString("{}")).build());

        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.headers().firstValue("allow")).contains("POST");
        assertThat(path.statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"HTTP_1_1", "HTTP_2"})
    void aBodyOverSevenMebibytesIsRefusedWhetherAnnouncedOrNot(HttpClient.Version version) throws Exception {
        byte[] body = new byte[8 * 1024 * 1024];
        Arrays.fill(body, (byte) ' ');
        var unannounced = BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body));

        try (Webhooks patient = new Webhooks(new Town(), (who, what) -> new Access.Allowed(), Duration.ofSeconds(20))) {
            assertThat(status(patient, version, BodyPublishers.ofByteArray(body)))
                    .isEqualTo(413);
            assertThat(status(patient, version, unannounced)).isEqualTo(413);
        }
    }

    /** A client that is still sending may see the connection end before it has read the answer. */
    private static int status(Webhooks server, HttpClient.Version version, BodyPublisher body) throws Exception {
        try (HttpClient client = server.client(version)) {
            return client.send(server.to("/validate").POST(body).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 413;
        }
    }

    @Test
    void theCertificateChangesWithoutARefusedRequest() throws Exception {
        try (HttpClient open = webhooks.client(HttpClient.Version.HTTP_2)) {
            for (int i = 0; i < 3; i++) {
                webhooks.serve(webhooks.authority);
                assertThat(webhooks.ask("/validate", Webhooks.review("CREATE", DEPLOYMENT, "", "alice"))
                                .path("allowed")
                                .asBoolean())
                        .isFalse();
                HttpResponse<Void> answer = open.send(
                        webhooks.to("/validate")
                                .POST(BodyPublishers.ofString(Webhooks.review("CREATE", DEPLOYMENT, "", "alice")
                                        .toString()))
                                .build(),
                        BodyHandlers.discarding());
                assertThat(answer.statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void aReviewThatTakesTooLongIsAnsweredInTime() {
        CountDownLatch never = new CountDownLatch(1);
        Town stuck = new Town() {
            @Override
            public Map<String, String> namespaceLabels(String namespace) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return Map.of();
            }
        };
        try (Webhooks slow = new Webhooks(stuck, (who, what) -> new Access.Allowed(), Duration.ofSeconds(20))) {
            long started = System.nanoTime();
            JsonNode response = slow.ask("/validate?timeout=1s", Webhooks.review("CREATE", DEPLOYMENT, "", "alice"));

            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
            assertThat(response.path("allowed").asBoolean()).isTrue();
            assertThat(response.path("warnings").path(0).asText())
                    .isEqualTo("This change was not judged and passes: Pointsman had no time left to judge it.");
            never.countDown();
        }
    }

    @Test
    void anErrorLetsAWorkloadThroughWithAWarning() {
        Town broken = new Town() {
            @Override
            public Map<String, String> namespaceLabels(String namespace) {
                throw new IllegalStateException("broken on purpose");
            }
        };
        try (Webhooks webhooks = new Webhooks(broken, (who, what) -> new Access.Allowed(), Duration.ofSeconds(2))) {
            JsonNode response = webhooks.ask("/validate", Webhooks.review("CREATE", DEPLOYMENT, "", "alice"));

            assertThat(response.path("allowed").asBoolean()).isTrue();
            assertThat(response.path("warnings").path(0).asText()).contains("an error in Pointsman");
        }
    }
}
