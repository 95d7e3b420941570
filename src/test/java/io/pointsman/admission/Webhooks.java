package io.pointsman.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pointsman.policy.Policies;
import io.pointsman.policy.Settings;
import io.pointsman.policy.Surroundings;
import io.pointsman.policy.rule.Rules;
import io.pointsman.security.Access;
import io.pointsman.security.certificate.Authority;
import io.pointsman.security.certificate.Issuer;
import io.pointsman.testing.Yaml;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The webhook server on a port of the loopback, and a client that trusts it. */
final class Webhooks implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String OWN_USER = "system:serviceaccount:pointsman-system:pointsman";

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final Issuer issuer = new Issuer(new SecureRandom());
    final Clock clock = Clock.systemUTC();
    final Authority authority = issuer.authority(clock.instant(), Duration.ofDays(1));
    final WebhookServer server;
    private final Vertx vertx = Vertx.vertx();

    Webhooks(Surroundings surroundings, Access access, Duration deadline) {
        server = new WebhookServer(
                vertx,
                "127.0.0.1",
                0,
                deadline,
                new Admission(
                        new Policies(Rules.all(), Settings::in), surroundings, access, () -> OWN_USER, metrics, clock));
        serve(authority);
    }

    void serve(Authority signer) {
        server.serveWith(issuer.serving(signer, Set.of("127.0.0.1"), clock.instant(), Duration.ofHours(1)));
    }

    HttpClient client(HttpClient.Version version) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null);
            trusted.setCertificateEntry("ca", authority.certificate());
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return HttpClient.newBuilder().sslContext(context).version(version).build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.listeningPort() + path))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(20));
    }

    HttpResponse<String> send(HttpRequest request) {
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The response of the review that the answer carries. */
    JsonNode ask(String path, ObjectNode review) {
        HttpResponse<String> answer = send(to(path).POST(HttpRequest.BodyPublishers.ofString(review.toString()))
                .build());
        try {
            if (answer.statusCode() != 200) {
                throw new AssertionError(answer.statusCode() + ": " + answer.body());
            }
            JsonNode root = JSON.readTree(answer.body());
            if (!root.path("apiVersion")
                    .asText()
                    .equals(review.path("apiVersion").asText())) {
                throw new AssertionError("another version: " + root);
            }
            return root.path("response");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A review of that object. */
    static ObjectNode review(String operation, String object, String oldObject, String user) {
        ObjectNode review = Yaml.object("{apiVersion: admission.k8s.io/v1, kind: AdmissionReview}");
        ObjectNode request = review.putObject("request");
        ObjectNode subject = Yaml.object(object.isEmpty() ? oldObject : object);
        String apiVersion = subject.path("apiVersion").asText();
        request.put("uid", "705ab4f5-6393-11e8-b7cc-42010a800002").put("operation", operation);
        request.putObject("kind")
                .put("group", apiVersion.contains("/") ? apiVersion.replaceAll("/.*", "") : "")
                .put("version", apiVersion.replaceAll(".*/", ""))
                .put("kind", subject.path("kind").asText());
        request.put("namespace", subject.path("metadata").path("namespace").asText());
        request.put("name", subject.path("metadata").path("name").asText());
        request.putObject("userInfo").put("username", user).putArray("groups").add("system:authenticated");
        request.set("object", object.isEmpty() ? request.nullNode() : Yaml.object(object));
        request.set("oldObject", oldObject.isEmpty() ? request.nullNode() : Yaml.object(oldObject));
        return review;
    }

    @Override
    public void close() {
        server.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
