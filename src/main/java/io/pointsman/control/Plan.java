package io.pointsman.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pointsman.operation.OperationKind;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an operation would do, in order, and how to go back without Pointsman. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Plan", description = "What would be done; nothing was.")
record Plan(
        boolean dryRun,
        OperationKind kind,
        String namespace,

        @Schema(examples = "Service/user-service") String target,

        @Schema(examples = "swap user-service from blue to green")
        String summary,

        @Schema(description = "What would be done, in order.")
        List<String> steps,

        @Schema(description = "What is worth knowing before.")
        List<String> notes,

        @Schema(description = "The plain kubectl command that goes back, for the day when Pointsman is dead.")
        String wayBack,

        @Schema(
                description = "What the operation would ask for, with the defaults filled in.",
                implementation = Object.class)
        ObjectNode spec) {
    Plan {
        Objects.requireNonNull(target);
        Objects.requireNonNull(summary);
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
        Objects.requireNonNull(wayBack);
    }

    /** A plan before the API server has filled in the defaults. */
    record Draft(String summary, List<String> steps, List<String> notes, String wayBack) {}

    static Plan of(Order order, Draft draft, ObjectNode spec) {
        return new Plan(
                true,
                order.target().operation(),
                order.target().namespace(),
                order.target().kind() + "/" + order.target().name(),
                draft.summary(),
                draft.steps(),
                draft.notes(),
                draft.wayBack(),
                spec);
    }
}
