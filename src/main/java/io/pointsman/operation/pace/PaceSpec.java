package io.pointsman.operation.pace;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a PacedRollout asks for. It cannot change once it is made.
 *
 * @param pace how fast; null: the preset {@code standard}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PaceSpec(
        Target target,
        Action action,
        @Nullable Method method,
        @Nullable Pace pace,
        @Nullable String reason) {
    /** The workload in the operation's namespace. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Target(String kind, String name) {}

    /** What to do with the workload. */
    public enum Action {
        restart
    }

    /** How pods are replaced. */
    public enum Method {
        Surge
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
