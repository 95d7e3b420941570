package io.pointsman.operation.swap;

import io.pointsman.operation.traffic.Routing;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one thing to do next. */
public sealed interface SwapStep {
    /** Nothing yet: say what is awaited, and look again at the next event or after {@code recheck}. */
    record Wait(String message, @Nullable String progress, Duration recheck) implements SwapStep {}

    /** Write this status down before anything else. */
    record Record(SwapStatus next) implements SwapStep {}

    /** Take the Service. */
    record Lock(Routing service) implements SwapStep {}

    /** Give the Service free. */
    record Unlock(Routing service) implements SwapStep {}

    /** Move the Service's traffic. */
    record Route(Routing service, Map<String, String> before, Map<String, String> after) implements SwapStep {}

    /** It has ended. */
    record Finished() implements SwapStep {}
}
