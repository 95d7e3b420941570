package io.pointsman.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.pointsman.operation.Creation;
import io.pointsman.operation.OperationKind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells apart why the API server would not have an operation. */
final class Refusals {
    private static final String ALREADY_EXISTS = "AlreadyExists";
    private static final String TERMINATING = "NamespaceTerminating";

    private Refusals() {}

    /** Empty where the answer says nothing about the operation. */
    static Optional<Creation> of(OperationKind kind, KubernetesClientException e) {
        String sentence = Writes.sentence(e);
        List<StatusCause> causes = causes(e.getStatus());
        return switch (e.getCode()) {
            case 409 ->
                ALREADY_EXISTS.equals(reason(e.getStatus()))
                        ? Optional.of(new Creation.Exists())
                        : Optional.of(new Creation.Refused(409, sentence, List.of()));
            case 403 -> Optional.of(forbidden(kind, sentence, causes));
            case 404 -> Optional.of(notFound(kind, sentence, e.getStatus()));
            default ->
                e.getCode() >= 400 && e.getCode() < 500 && e.getCode() != 401 && e.getCode() != 429
                        ? Optional.of(new Creation.Refused(e.getCode(), sentence, fields(causes)))
                        : Optional.empty();
        };
    }

    private static Creation forbidden(OperationKind kind, String sentence, List<StatusCause> causes) {
        boolean ending = causes.stream().anyMatch(c -> TERMINATING.equals(c.getReason()));
        // RBAC speaks of the user, who is Pointsman itself; admission speaks of the request.
        if (!ending && sentence.contains(" is forbidden: User ")) {
            return new Creation.Misconfigured(
                    "Pointsman itself is not allowed to create " + kind.plural() + "." + Kinds.GROUP + ": " + sentence);
        }
        return new Creation.Refused(403, sentence, fields(causes));
    }

    private static Creation notFound(OperationKind kind, String sentence, @Nullable Status status) {
        boolean namespace = status != null
                && status.getDetails() != null
                && "namespaces".equals(status.getDetails().getKind());
        return namespace
                ? new Creation.Refused(404, sentence, List.of())
                : new Creation.Misconfigured("the kind " + kind + " is not installed in this cluster: install the"
                        + " CustomResourceDefinition " + kind.plural() + "." + Kinds.GROUP);
    }

    private static List<Creation.Cause> fields(List<StatusCause> causes) {
        return causes.stream()
                .filter(c -> c.getField() != null && !c.getField().isBlank())
                .map(c -> new Creation.Cause(c.getField(), c.getMessage() == null ? "is wrong" : c.getMessage()))
                .toList();
    }

    private static List<StatusCause> causes(@Nullable Status status) {
        return status == null || status.getDetails() == null
                ? List.of()
                : Views.orEmpty(status.getDetails().getCauses());
    }

    private static @Nullable String reason(@Nullable Status status) {
        return status == null ? null : status.getReason();
    }
}
