package io.pointsman.kubernetes.pace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.pointsman.audit.AuditLog;
import io.pointsman.audit.AuditRecord;
import io.pointsman.kubernetes.EventRecorder;
import io.pointsman.kubernetes.Kinds;
import io.pointsman.kubernetes.PacedRollout;
import io.pointsman.kubernetes.Writes;
import io.pointsman.operation.Applied;
import io.pointsman.operation.JsonPatch;
import io.pointsman.operation.OperationRef;
import io.pointsman.operation.pace.DeploymentState;
import io.pointsman.operation.pace.Release;
import io.pointsman.workload.Annotations;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Gives back what an operation borrowed that was deleted before its end: at once when the deletion is seen, and by looking
 * through all Deployments' annotations now and then, for what was deleted while Pointsman was down. There is no finalizer on
 * purpose: it would keep operations, and whole namespaces, from going away while Pointsman is down.
 *
 * <p>Every replica looks. That is safe: the operation is looked up live, by uid, and the write tests what it rests on.
 */
@ApplicationScoped
class AbandonedReins {
    private static final Logger LOG = Logger.getLogger(AbandonedReins.class);
    private static final Duration BETWEEN = Duration.ofMinutes(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    private static final int PAGE = 500;
    private static final int TRIES = 5;

    private final KubernetesClient client;
    private final ObjectMapper json;
    private final Deployments deployments;
    private final EventRecorder events;
    private final AuditLog audit;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("abandoned-reins").daemon().factory());

    AbandonedReins(
            KubernetesClient client,
            ObjectMapper json,
            Deployments deployments,
            EventRecorder events,
            AuditLog audit,
            Clock clock) {
        this.client = client;
        this.json = json;
        this.deployments = deployments;
        this.events = events;
        this.audit = audit;
        this.clock = clock;
    }

    void start(@Observes StartupEvent startup) {
        timer.scheduleWithFixedDelay(this::look, 5, BETWEEN.toSeconds(), TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent shutdown) {
        timer.shutdownNow();
    }

    private void look() {
        try {
            String next = "";
            do {
                JsonNode page = page(next);
                for (JsonNode item : page.path("items")) {
                    check(item.path("metadata"));
                }
                next = page.path("metadata").path("continue").asText();
            } while (!next.isEmpty());
        } catch (KubernetesClientException | ExecutionException | TimeoutException | JsonProcessingException e) {
            LOG.debugf(e, "abandoned Deployments could not be looked for; trying again later");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Deployments, their metadata alone. */
    private JsonNode page(String next)
            throws InterruptedException, ExecutionException, TimeoutException, JsonProcessingException {
        URI uri = URI.create(client.getMasterUrl() + "apis/apps/v1/deployments?limit=" + PAGE
                + (next.isEmpty() ? "" : "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8)));
        HttpResponse<String> answer = client.getHttpClient()
                .sendAsync(
                        client.getHttpClient()
                                .newHttpRequestBuilder()
                                .uri(uri)
                                .header("Accept", "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1")
                                .build(),
                        String.class)
                .get(ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS);
        return answer.isSuccessful() ? json.readTree(answer.body()) : json.createObjectNode();
    }

    private void check(JsonNode metadata) {
        String heldBy = metadata.path("annotations").path(Annotations.HELD_BY).asText();
        OperationRef.parse(metadata.path("namespace").asText(), heldBy)
                .filter(o -> o.kind().equals(Kinds.PACED_ROLLOUT))
                .ifPresent(o -> giveBack(o, metadata.path("name").asText()));
    }

    /** Gives the Deployment back if that operation, which is gone, still holds it. */
    void giveBack(OperationRef operation, String name) {
        for (int i = 0; i < TRIES; i++) {
            Optional<Deployments.Found> found = deployments
                    .find(operation.namespace(), name)
                    .filter(f ->
                            operation.heldBy().equals(f.state().annotations().get(Annotations.HELD_BY)));
            if (found.isEmpty() || exists(operation)) {
                return;
            }
            DeploymentState state = found.get().state();
            Optional<JsonPatch> patch = Release.ofAbandoned(state, deployments.rollout(found.get(), false));
            if (patch.isEmpty()) {
                return;
            }
            Resource<GenericKubernetesResource> target = deployments.resource(operation.namespace(), name);
            switch (Writes.jsonPatch(target, patch.get().toJson())) {
                case Applied.Done() -> {
                    tell(operation, state, patch.get());
                    return;
                }
                case Applied.Conflict(String message) ->
                    LOG.debugf("%s: %s", state.ref().shown(), message);
                case Applied.Refused(String message) -> {
                    LOG.warnf(
                            "%s in namespace %s can't be given back after its operation was deleted: %s",
                            state.ref().shown(), operation.namespace(), message);
                    return;
                }
            }
        }
    }

    private boolean exists(OperationRef operation) {
        PacedRollout found = client.resources(PacedRollout.class)
                .inNamespace(operation.namespace())
                .withName(operation.name())
                .get();
        return found != null && found.getMetadata().getUid().equals(operation.uid());
    }

    private void tell(OperationRef operation, DeploymentState state, JsonPatch patch) {
        String message = operation.shown() + " was deleted before it had given back what it borrowed; it is given back,"
                + " and a rollout that was under way is undone";
        events.tell(state.ref(), "apps/v1", true, "PaceAbandoned", message);
        audit.record(new AuditRecord(
                clock.instant(),
                "pointsman",
                "give back",
                "Deployment/" + operation.namespace() + "/" + state.ref().name(),
                message,
                operation.shown(),
                null,
                patch.toJson().toString(),
                "done"));
    }
}
