package io.pointsman.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.pointsman.operation.pace.PaceSpec;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a restart. Everything may be left out. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "RestartRequest", description = "How to restart. Everything may be left out.")
record RestartRequest(
        @Schema(description = "How pods are replaced.", defaultValue = "Surge")
        PaceSpec.@Nullable Method method,

        @Nullable Pace pace,

        @Schema(description = "Why, in free words, for the record.") @Nullable
        String reason) {
    /** How fast. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Pace", description = "How fast. What is left out comes from the preset.")
    record Pace(
            @Schema(description = "careful, standard or fast.", defaultValue = "standard") @Nullable
            String preset,

            @Schema(
                    description = "Pods per batch, as a number or as a percentage such as 25%.",
                    implementation = Object.class)
            @Nullable
            JsonNode batchSize,

            @Schema(description = "How long a batch must stay available before the next one.", examples = "10s")
            @Nullable
            String settle,

            @Schema(description = "How long one batch may take until it is available.", defaultValue = "10m") @Nullable
            String timeout) {}

    PaceSpec spec(String deployment) {
        return PaceSpec.restart(
                new PaceSpec.Target("Deployment", deployment),
                method,
                pace == null ? null : new PaceSpec.Pace(pace.preset(), pace.batchSize(), pace.settle(), pace.timeout()),
                reason);
    }
}
