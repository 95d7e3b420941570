package io.pointsman.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pointsman.operation.swap.SwapSpec;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a swap. Everything may be left out. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "SwapRequest", description = "What to swap to, and how. Everything may be left out.")
record SwapRequest(
        @Schema(description = "The color to move to. Left out: the other one of two.", examples = "green") @Nullable
        String to,

        @Schema(description = "The color that must be live. Left out: whichever is.", examples = "blue") @Nullable
        String from,

        @Schema(
                description = "Key of the label that tells the colors apart. Left out: what the Service's annotation"
                        + " pointsman.io/color-label says, else version.")
        @Nullable
        String colorLabel,

        @Schema(description = "How the selector moves.", defaultValue = "Atomic")
        SwapSpec.@Nullable Strategy strategy,

        @Nullable Prepare prepare,
        @Nullable Verification verification,

        @Schema(description = "Why, in free words, for the record.") @Nullable
        String reason) {
    /** What must hold before the switch. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "SwapPrepare")
    record Prepare(
            @Schema(description = "How long to wait for the arriving color to be ready.", defaultValue = "2m") @Nullable
            String timeout) {}

    /** When the swap counts as done. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "SwapVerification")
    record Verification(
            @Schema(
                    description = "How long the EndpointSlices may take to hold exactly the arriving color.",
                    defaultValue = "60s")
            @Nullable
            String timeout) {}

    /** What the operation is made of, once {@code to} is decided. */
    SwapSpec spec(String service, String decided) {
        return new SwapSpec(
                List.of(service),
                colorLabel,
                from,
                decided,
                strategy,
                prepare == null ? null : new SwapSpec.Prepare(prepare.timeout()),
                verification == null ? null : new SwapSpec.Verification(verification.timeout()),
                reason);
    }
}
