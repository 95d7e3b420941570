package io.pointsman.operation.pace;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a Deployment by which its controller is held. null: the field is absent.
 *
 * @param maxSurge a number or a percentage, exactly as written
 * @param maxUnavailable the same
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Reins(
        @Nullable JsonNode maxSurge,
        @Nullable JsonNode maxUnavailable,
        @Nullable Integer minReadySeconds,
        @Nullable Integer progressDeadlineSeconds) {}
