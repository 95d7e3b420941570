package io.pointsman.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.pointsman.operation.Applied;
import java.util.Optional;

/**
 * Compare-and-set writes. A stale resourceVersion answers 409; a failed JSON Patch {@code test} answers 422, as a failed
 * validation does, and is told from it by the causes in the answer.
 */
public final class Writes {
    private static final String FIELD_MANAGER = "pointsman";
    private static final PatchContext JSON_PATCH = new PatchContext.Builder()
            .withPatchType(PatchType.JSON)
            .withFieldManager(FIELD_MANAGER)
            .build();
    private static final PatchContext MERGE_PATCH = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager(FIELD_MANAGER)
            .build();

    private Writes() {}

    /** Sends a JSON Patch. */
    public static Applied jsonPatch(Resource<?> target, ArrayNode operations) {
        return send(target, JSON_PATCH, operations.toString());
    }

    /** Sends a merge patch; without a resourceVersion in it, it is no compare-and-set. */
    public static Applied mergePatch(Resource<?> target, ObjectNode patch) {
        return send(target, MERGE_PATCH, patch.toString());
    }

    /** A merge patch that sets or, where {@code value} is empty, removes one annotation of the object at that version. */
    public static ObjectNode annotation(String resourceVersion, String key, Optional<String> value) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = patch.putObject("metadata").put("resourceVersion", resourceVersion);
        metadata.putObject("annotations").put(key, value.orElse(null));
        return patch;
    }

    private static Applied send(Resource<?> target, PatchContext context, String body) {
        try {
            target.patch(context, body);
            return new Applied.Done();
        } catch (KubernetesClientException e) {
            return answered(e);
        }
    }

    /** What an answer of the API server means for a write; throws it on where it may pass by itself. */
    public static Applied answered(KubernetesClientException e) {
        return switch (e.getCode()) {
            case 404 -> new Applied.Conflict("it is gone");
            case 409 -> new Applied.Conflict("it was changed in the meantime");
            case 422 ->
                invalid(e) ? new Applied.Refused(sentence(e)) : new Applied.Conflict("it is no longer as it was seen");
            case 400, 403, 405, 413, 415 -> new Applied.Refused(sentence(e));
            default -> throw e;
        };
    }

    /** The API server's own sentence, without the client's wrapping. */
    public static String sentence(KubernetesClientException e) {
        Status status = e.getStatus();
        String message = status == null ? null : status.getMessage();
        return message == null || message.isBlank() ? String.valueOf(e.getMessage()) : message;
    }

    private static boolean invalid(KubernetesClientException e) {
        StatusDetails details = e.getStatus() == null ? null : e.getStatus().getDetails();
        return details != null
                && details.getCauses() != null
                && details.getCauses().stream()
                        .anyMatch(c -> c.getField() != null && !c.getField().isBlank());
    }
}
