package io.pointsman.operation.pace;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a PacedRollout asks for. It cannot change once it is made.
 *
 * @param images the image of each container by its name, for {@code setImage}
 * @param toRevision the revision to go back to, for {@code undo}; null: the one before
 * @param method null: {@code Surge}
 * @param pace how fast; null: the preset {@code standard}
 * @param onFailure null: {@code Stop} for a restart, because undoing it would replace the healthy pods too; else {@code Undo}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PaceSpec(
        Target target,
        Action action,
        @Nullable SortedMap<String, String> images,
        @Nullable Integer toRevision,
        @Nullable Method method,
        @Nullable Pace pace,
        @Nullable OnFailure onFailure,
        @Nullable String reason) {
    /** A restart, with all else as usual. */
    public static PaceSpec restart(
            Target target, @Nullable Method method, @Nullable Pace pace, @Nullable String reason) {
        return new PaceSpec(target, Action.restart, null, null, method, pace, null, reason);
    }

    /** The workload in the operation's namespace. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Target(String kind, String name) {}

    /** What to do with the workload. */
    public enum Action {
        /** Replace every pod by one of the same template. */
        restart,
        /** Bring containers to other images. */
        setImage,
        /** Go back to an earlier revision. */
        undo
    }

    /** How pods are replaced. */
    public enum Method {
        /** A batch of new pods first, then as many old ones go. */
        Surge,
        /** A batch of old pods goes first, then as many new ones come: no room for more is needed. */
        InPlace
    }

    /** What to do when a batch fails. */
    public enum OnFailure {
        /** Go back to the template that was found. */
        Undo,
        /** Hold the workload where it is. */
        Stop
    }

    Method methodOrSurge() {
        return method == null ? Method.Surge : method;
    }

    OnFailure failure() {
        if (onFailure != null) {
            return onFailure;
        }
        return action == Action.restart ? OnFailure.Stop : OnFailure.Undo;
    }

    /**
     * How fast. What is null comes from the preset.
     *
     * @param batchSize a number of pods, or a percentage such as {@code "25%"}
     * @param settle how long a batch must stay available, such as {@code 10s}
     * @param timeout how long one batch may take until it is available, such as {@code 10m}
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Pace(
            @Nullable String preset,
            @Nullable JsonNode batchSize,
            @Nullable String settle,
            @Nullable String timeout) {}
}
