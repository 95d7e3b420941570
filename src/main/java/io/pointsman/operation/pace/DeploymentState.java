package io.pointsman.operation.pace;

import com.fasterxml.jackson.databind.JsonNode;
import io.pointsman.operation.ObjectRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A Deployment, read from the JSON of the API server: what a paced rollout borrows and tests is kept exactly as it is
 * written there.
 *
 * @param version its resourceVersion
 * @param strategy {@code RollingUpdate} or {@code Recreate}
 * @param template the pod template, untouched
 * @param managedFields who owns which field
 */
public record DeploymentState(
        ObjectRef ref,
        String version,
        long generation,
        long observedGeneration,
        Map<String, String> annotations,
        boolean deleting,
        int replicas,
        boolean paused,
        String strategy,
        Reins reins,
        JsonNode template,
        String templateHash,
        JsonNode managedFields) {
    static final String OWN_MANAGER = "pointsman";

    public DeploymentState {
        annotations = Map.copyOf(annotations);
    }

    /** Reads one. */
    public static DeploymentState of(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        JsonNode spec = object.path("spec");
        JsonNode rolling = spec.path("strategy").path("rollingUpdate");
        JsonNode template = spec.path("template");
        Map<String, String> annotations = new TreeMap<>();
        metadata.path("annotations")
                .properties()
                .forEach(a -> annotations.put(a.getKey(), a.getValue().asText()));
        return new DeploymentState(
                new ObjectRef(
                        "Deployment",
                        metadata.path("namespace").asText(),
                        metadata.path("name").asText(),
                        metadata.path("uid").asText()),
                metadata.path("resourceVersion").asText(),
                metadata.path("generation").asLong(),
                object.path("status").path("observedGeneration").asLong(),
                annotations,
                metadata.hasNonNull("deletionTimestamp"),
                spec.path("replicas").asInt(1),
                spec.path("paused").asBoolean(false),
                spec.path("strategy").path("type").asText("RollingUpdate"),
                new Reins(
                        present(rolling, "maxSurge"),
                        present(rolling, "maxUnavailable"),
                        number(spec, "minReadySeconds"),
                        number(spec, "progressDeadlineSeconds")),
                template,
                Templates.hash(template),
                metadata.path("managedFields"));
    }

    private static @Nullable JsonNode present(JsonNode parent, String field) {
        JsonNode value = parent.get(field);
        return value == null || value.isNull() ? null : value;
    }

    private static @Nullable Integer number(JsonNode parent, String field) {
        JsonNode value = parent.get(field);
        return value == null || value.isNull() ? null : value.asInt();
    }

    /** Who, other than Pointsman, wrote that field last; known where the API server tracks it. */
    Optional<String> manager(List<String> path) {
        Optional<String> found = Optional.empty();
        Instant latest = Instant.MIN;
        for (JsonNode entry : managedFields) {
            String manager = entry.path("manager").asText();
            JsonNode at = entry.path("fieldsV1");
            for (String name : path) {
                at = at.path("f:" + name);
            }
            if (at.isMissingNode() || manager.equals(OWN_MANAGER) || entry.hasNonNull("subresource")) {
                continue;
            }
            Instant time =
                    entry.hasNonNull("time") ? Instant.parse(entry.path("time").asText()) : Instant.MIN;
            if (found.isEmpty() || time.isAfter(latest)) {
                found = Optional.of(manager);
                latest = time;
            }
        }
        return found;
    }

    /** {@code " by <manager>"}, or nothing where that is not known. */
    String by(List<String> path) {
        return manager(path).map(m -> " by " + m).orElse("");
    }
}
