package io.pointsman.admission;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The response of an AdmissionReview.
 *
 * @param denial why it is refused, null when it is allowed
 * @param warnings as the author will see them, within the API's limits
 * @param patch a JSON Patch to apply, null for none
 * @param audit annotations for the API server's audit log
 */
record Answer(
        @Nullable Denial denial,
        List<String> warnings,
        @Nullable ArrayNode patch,
        Map<String, String> audit) {
    private static final int FORBIDDEN = 403;

    /**
     * Why a change is refused.
     *
     * @param message for the author, one line or several
     * @param causes one for each finding
     */
    record Denial(String message, List<Cause> causes) {}

    /** One reason of a refusal: the rule, the field, and the finding in words. */
    record Cause(String reason, String field, String message) {}

    Answer {
        warnings = Warnings.fit(warnings);
        audit = new TreeMap<>(audit);
    }

    static Answer allow() {
        return new Answer(null, List.of(), null, Map.of());
    }

    static Answer allow(List<String> warnings) {
        return new Answer(null, warnings, null, Map.of());
    }

    static Answer deny(String message) {
        return new Answer(new Denial(message, List.of()), List.of(), null, Map.of());
    }

    static Answer patch(ArrayNode patch) {
        return new Answer(null, List.of(), patch, Map.of());
    }

    boolean allowed() {
        return denial == null;
    }

    byte[] encode(Review review) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("apiVersion", review.apiVersion());
        root.put("kind", "AdmissionReview");
        ObjectNode response = root.putObject("response");
        response.put("uid", review.uid());
        response.put("allowed", allowed());
        if (denial != null) {
            status(response.putObject("status"), denial, review);
        }
        if (!warnings.isEmpty()) {
            warnings.forEach(response.putArray("warnings")::add);
        }
        if (patch != null && !patch.isEmpty()) {
            response.put("patchType", "JSONPatch");
            response.put(
                    "patch", Base64.getEncoder().encodeToString(patch.toString().getBytes(StandardCharsets.UTF_8)));
        }
        if (!audit.isEmpty()) {
            audit.forEach(response.putObject("auditAnnotations")::put);
        }
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void status(ObjectNode status, Denial denial, Review review) {
        status.put("status", "Failure");
        status.put("code", FORBIDDEN);
        status.put("reason", "Forbidden");
        status.put("message", denial.message());
        ObjectNode details = status.putObject("details");
        details.put("name", review.name());
        details.put("group", review.group());
        details.put("kind", review.kind());
        ArrayNode causes = details.putArray("causes");
        for (Cause cause : denial.causes()) {
            causes.addObject()
                    .put("reason", cause.reason())
                    .put("message", cause.message())
                    .put("field", cause.field());
        }
    }
}
