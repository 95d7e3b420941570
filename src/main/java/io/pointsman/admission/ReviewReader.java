package io.pointsman.admission;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pointsman.security.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads AdmissionReviews. */
final class ReviewReader {
    private static final Set<String> VERSIONS = Set.of("admission.k8s.io/v1", "admission.k8s.io/v1beta1");
    private static final Set<String> OPERATIONS = Set.of("CREATE", "UPDATE", "DELETE", "CONNECT");

    private final JsonMapper mapper = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** A body that is no AdmissionReview, with one sentence that says why. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String sentence) {
            super(sentence, null, false, false);
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }

    Review read(byte[] body) throws Unreadable {
        JsonNode root = parse(body);
        String apiVersion = text(root, "apiVersion");
        if (!root.isObject() || !text(root, "kind").equals("AdmissionReview") || !VERSIONS.contains(apiVersion)) {
            throw new Unreadable("The body must be an AdmissionReview of admission.k8s.io/v1.");
        }
        JsonNode request = root.path("request");
        if (!request.isObject()) {
            throw new Unreadable("The AdmissionReview has no request.");
        }
        if (text(request, "uid").isEmpty()) {
            throw new Unreadable("The AdmissionReview's request has no uid.");
        }
        String operation = text(request, "operation");
        if (!OPERATIONS.contains(operation)) {
            throw new Unreadable(
                    "The AdmissionReview's request.operation must be one of CREATE, UPDATE, DELETE and CONNECT.");
        }
        ObjectNode object = object(request, "object");
        ObjectNode oldObject = object(request, "oldObject");
        if (object == null && (operation.equals("CREATE") || operation.equals("UPDATE"))) {
            throw new Unreadable(
                    "The AdmissionReview's request.object is missing, though the operation is " + operation + ".");
        }
        return new Review(
                apiVersion,
                text(request, "uid"),
                text(request.path("kind"), "group"),
                text(request.path("kind"), "kind"),
                text(request.path("resource"), "resource"),
                text(request, "subResource"),
                text(request, "namespace"),
                text(request, "name"),
                operation,
                user(request.path("userInfo")),
                object,
                oldObject,
                request.path("dryRun").asBoolean(false));
    }

    private JsonNode parse(byte[] body) throws Unreadable {
        try {
            JsonNode root = mapper.readTree(body);
            if (root == null || root.isMissingNode()) {
                throw new Unreadable("The body is empty; it must be an AdmissionReview.");
            }
            return root;
        } catch (JacksonException e) {
            throw new Unreadable("The body is not readable JSON" + where(e) + ".");
        } catch (IOException e) {
            throw new Unreadable("The body is not readable JSON.");
        }
    }

    private static String where(JacksonException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() ? value.textValue() : "";
    }

    private static @Nullable ObjectNode object(JsonNode request, String field) throws Unreadable {
        JsonNode value = request.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw new Unreadable("The AdmissionReview's request." + field + " is not an object.");
    }

    private static Subject user(JsonNode userInfo) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        userInfo.path("extra").properties().forEach(entry -> extra.put(entry.getKey(), texts(entry.getValue())));
        String uid = text(userInfo, "uid");
        return new Subject(
                text(userInfo, "username"), uid.isEmpty() ? null : uid, texts(userInfo.path("groups")), extra);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
