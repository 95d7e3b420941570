package io.pointsman.operation.pace;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A pod, read from the JSON of the API server.
 *
 * @param owner uid of its controller
 * @param living whether it is there to stay: neither being deleted nor ended
 * @param readySince when it last became ready; empty while it is not
 * @param trouble what keeps it from being ready or makes it bad, when that is known
 */
public record PodState(
        String name,
        String owner,
        Instant createdAt,
        boolean living,
        Optional<Instant> readySince,
        Optional<Trouble> trouble) {
    /** Restarts that are not forgiven any more. */
    static final int MOST_RESTARTS = 3;

    private static final int CRASH_LOOP = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<String> NEVER = Set.of("InvalidImageName", "ErrImageNeverPull");
    private static final Set<String> SELDOM = Set.of(
            "ErrImagePull",
            "ImagePullBackOff",
            "ImageInspectError",
            "RegistryUnavailable",
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError");

    /**
     * What is wrong with a pod.
     *
     * @param reason one CamelCase word, Kubernetes' own where it has one
     * @param fatalAfter the age from which it counts as a failure; empty: it may pass by itself
     */
    public record Trouble(String reason, String message, Optional<Duration> fatalAfter) {}

    /** Reads one. */
    public static PodState of(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        JsonNode status = object.path("status");
        Set<String> ended = Set.of("Succeeded", "Failed");
        boolean living = !metadata.hasNonNull("deletionTimestamp")
                && !ended.contains(status.path("phase").asText());
        Optional<Instant> readySince = Optional.empty();
        Optional<Trouble> waiting = Optional.empty();
        for (JsonNode condition : status.path("conditions")) {
            boolean is = condition.path("status").asText().equals("True");
            String type = condition.path("type").asText();
            if (type.equals("Ready") && is) {
                readySince = Optional.of(
                        Instant.parse(condition.path("lastTransitionTime").asText("1970-01-01T00:00:00Z")));
            }
            if (type.equals("PodScheduled") && !is) {
                waiting = Optional.of(new Trouble(
                        condition.path("reason").asText("Unschedulable"),
                        condition.path("message").asText(),
                        Optional.empty()));
            }
        }
        Optional<Trouble> container =
                containers(status.path("initContainerStatuses")).or(() -> containers(status.path("containerStatuses")));
        return new PodState(
                metadata.path("name").asText(),
                ReplicaSetState.controller(metadata),
                Instant.parse(metadata.path("creationTimestamp").asText("1970-01-01T00:00:00Z")),
                living,
                readySince,
                container.isPresent() ? container : waiting);
    }

    private static Optional<Trouble> containers(JsonNode statuses) {
        Optional<Trouble> found = Optional.empty();
        for (JsonNode each : statuses) {
            Optional<Trouble> trouble = container(each);
            if (trouble.isPresent()
                    && (found.isEmpty() || trouble.get().fatalAfter().isPresent())) {
                found = trouble;
            }
        }
        return found;
    }

    private static Optional<Trouble> container(JsonNode status) {
        String name = "container " + status.path("name").asText();
        int restarts = status.path("restartCount").asInt();
        JsonNode waiting = status.path("state").path("waiting");
        String reason = waiting.path("reason").asText();
        JsonNode last = status.path("lastState").path("terminated");
        if (restarts > 0 && last.path("reason").asText().equals("OOMKilled")) {
            return Optional.of(new Trouble(
                    "OOMKilled", name + " was killed for using too much memory", Optional.of(Duration.ZERO)));
        }
        if (restarts >= MOST_RESTARTS || (reason.equals("CrashLoopBackOff") && restarts >= CRASH_LOOP)) {
            return Optional.of(new Trouble(
                    reason.isEmpty() ? "Restarts" : reason,
                    name + " was restarted " + restarts + " times" + exit(last),
                    Optional.of(Duration.ZERO)));
        }
        if (NEVER.contains(reason) || SELDOM.contains(reason)) {
            String message = waiting.path("message").asText();
            return Optional.of(new Trouble(
                    reason,
                    name + ": " + reason + (message.isEmpty() ? "" : " (" + message + ")"),
                    Optional.of(NEVER.contains(reason) ? Duration.ZERO : PATIENCE)));
        }
        if (!reason.isEmpty() && !reason.equals("ContainerCreating") && !reason.equals("PodInitializing")) {
            return Optional.of(new Trouble(reason, name + ": " + reason + exit(last), Optional.empty()));
        }
        return Optional.empty();
    }

    private static String exit(JsonNode last) {
        return last.hasNonNull("exitCode")
                ? ", last with exit code " + last.path("exitCode").asInt()
                : "";
    }

    /** The trouble, if it counts as a failure by now. */
    Optional<Trouble> failure(Instant now) {
        return trouble.filter(t -> t.fatalAfter()
                .filter(after -> !now.isBefore(createdAt.plus(after)))
                .isPresent());
    }
}
