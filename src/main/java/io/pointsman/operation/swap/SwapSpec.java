package io.pointsman.operation.swap;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.pointsman.operation.GoDuration;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a BlueGreenSwap asks for. It cannot change once it is made.
 *
 * @param services names of the Services in the operation's namespace that swap together or go back together
 * @param colorLabel the label key that tells the colors apart; null: the Service's {@code pointsman.io/color-label}, else
 *     {@value #DEFAULT_COLOR_LABEL}
 * @param from the color that must be live; null: whichever is
 * @param to the color to move to; null: the other one of two, decided once
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SwapSpec(
        List<String> services,
        @Nullable String colorLabel,
        @Nullable String from,
        @Nullable String to,
        @Nullable Strategy strategy,
        @Nullable Prepare prepare,
        @Nullable Verification verification,
        @Nullable String reason) {
    public static final String DEFAULT_COLOR_LABEL = "version";
    private static final Duration PREPARE_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration VERIFICATION_TIMEOUT = Duration.ofSeconds(60);

    /** How the selector moves. */
    public enum Strategy {
        /** In one write: the shortest overlap that there is. */
        Atomic
    }

    /** What must hold before the switch. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Prepare(@Nullable String timeout) {}

    /** When the swap counts as done. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Verification(@Nullable String timeout) {}

    public SwapSpec {
        services = services == null ? List.of() : List.copyOf(services);
    }

    /** How long the arriving color may take to become ready before nothing is switched. */
    public Duration prepareTimeout() {
        return prepare == null || prepare.timeout() == null ? PREPARE_TIMEOUT : GoDuration.parse(prepare.timeout());
    }

    /** How long the EndpointSlices may take to hold exactly the arriving color before the swap goes back. */
    public Duration verificationTimeout() {
        return verification == null || verification.timeout() == null
                ? VERIFICATION_TIMEOUT
                : GoDuration.parse(verification.timeout());
    }
}
