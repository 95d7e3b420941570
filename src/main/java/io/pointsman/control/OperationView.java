package io.pointsman.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pointsman.operation.Operation;
import io.pointsman.operation.OperationKind;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An operation as the API shows it.
 *
 * @param succeeded null until it is finished
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Operation", description = "A swap or a paced rollout, and where it stands.")
record OperationView(
        @Schema(description = "The name of the object in Kubernetes.", examples = "user-service-swap-k7dmxq4z")
        String id,

        OperationKind kind,
        String namespace,

        @Schema(description = "Where it stands, as kubectl get shows it.", examples = "Verifying")
        String phase,

        @Schema(description = "Whether it has ended and will never do anything again.")
        boolean finished,

        @Schema(description = "Whether it ended well; absent until it is finished.") @Nullable
        Boolean succeeded,

        @Schema(description = "What is happening now, or how it ended.") @Nullable
        String message,

        @Schema(examples = "2/3") @Nullable String progress,
        @Nullable String requestedBy,
        @Nullable String reason,
        Instant createdAt,

        @Schema(description = "What was asked for, as in the custom resource.", implementation = Object.class)
        ObjectNode spec,

        @Schema(description = "All that is known about it, as in the custom resource.", implementation = Object.class)
        ObjectNode status,

        Links links) {
    private static final String PENDING = "Pending";

    /** Where to look next. */
    @RegisterForReflection
    @Schema(name = "OperationLinks")
    record Links(String self, String events) {}

    /** Several of them, the oldest first. */
    @RegisterForReflection
    @Schema(name = "Operations")
    record Page(List<OperationView> operations) {}

    static OperationView of(Operation operation) {
        String self = path(operation.namespace(), operation.name());
        return new OperationView(
                operation.name(),
                operation.kind(),
                operation.namespace(),
                operation.phase().orElse(PENDING),
                operation.finished(),
                operation.finished() ? operation.succeeded() : null,
                operation.message().orElse(null),
                operation.progress().orElse(null),
                operation.requestedBy().orElse(null),
                operation.spec().hasNonNull("reason")
                        ? operation.spec().get("reason").asText()
                        : null,
                operation.createdAt(),
                operation.spec(),
                operation.status(),
                new Links(self, self + "/events"));
    }

    static String path(String namespace, String id) {
        return "/api/v1/namespaces/" + namespace + "/operations/" + id;
    }
}
