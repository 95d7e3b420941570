package io.pointsman.operation.pace;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * A ReplicaSet of a Deployment, read from the JSON of the API server.
 *
 * @param owner uid of its controller
 * @param replicas how many pods it shall have
 * @param revision its number in the Deployment's history; 0: none
 * @param template its pod template, without the label that the controller adds
 * @param failure why it can't make pods, when it says so
 */
public record ReplicaSetState(
        String name,
        String uid,
        String owner,
        Instant createdAt,
        int replicas,
        long revision,
        JsonNode template,
        String templateHash,
        Optional<String> failure) {
    private static final String REVISION = "deployment.kubernetes.io/revision";

    /** Reads one. */
    public static ReplicaSetState of(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        Optional<String> failure = Optional.empty();
        for (JsonNode condition : object.path("status").path("conditions")) {
            if (condition.path("type").asText().equals("ReplicaFailure")
                    && condition.path("status").asText().equals("True")) {
                failure = Optional.of(condition.path("message").asText());
            }
        }
        JsonNode template = Templates.ofReplicaSet(object.path("spec").path("template"));
        return new ReplicaSetState(
                metadata.path("name").asText(),
                metadata.path("uid").asText(),
                controller(metadata),
                Instant.parse(metadata.path("creationTimestamp").asText("1970-01-01T00:00:00Z")),
                object.path("spec").path("replicas").asInt(1),
                metadata.path("annotations").path(REVISION).asLong(),
                template,
                Templates.hash(template),
                failure);
    }

    /** The uid of the object's controller; empty when it has none. */
    static String controller(JsonNode metadata) {
        for (JsonNode owner : metadata.path("ownerReferences")) {
            if (owner.path("controller").asBoolean(false)) {
                return owner.path("uid").asText();
            }
        }
        return "";
    }
}
