package io.pointsman.operation.pace;

import io.pointsman.operation.JsonPatch;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The one thing to do next. */
public sealed interface PaceStep {
    /** Nothing yet: say what is awaited, and look again at the next event or after {@code recheck}. */
    record Wait(String message, @Nullable String progress, Duration recheck) implements PaceStep {}

    /** Write this status down before anything else. */
    record Record(PaceStatus next) implements PaceStep {}

    /** Take the workload. */
    record Lock(DeploymentState deployment) implements PaceStep {}

    /**
     * Write to the workload, if it is still as it was seen.
     *
     * @param what for the log and for people, such as {@code pause}
     */
    record Write(DeploymentState deployment, String what, JsonPatch patch) implements PaceStep {}

    /** It has ended. */
    record Finished() implements PaceStep {}
}
