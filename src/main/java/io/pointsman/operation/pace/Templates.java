package io.pointsman.operation.pace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pointsman.operation.JsonPatch;
import io.pointsman.operation.pace.PaceStatus.TemplateEdit;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Pod templates, as the API server writes them: whether two are the same, and how one is changed and changed back. */
final class Templates {
    static final List<String> PLACE = List.of("spec", "template");
    private static final String HASH_LABEL = "pod-template-hash";

    private Templates() {}

    /** The template that a ReplicaSet carries, without the label that the Deployment controller adds. */
    static JsonNode ofReplicaSet(JsonNode template) {
        JsonNode copy = template.deepCopy();
        if (copy.path("metadata").path("labels") instanceof ObjectNode labels) {
            labels.remove(HASH_LABEL);
        }
        return copy;
    }

    /** A short name of the template's contents; as for Kubernetes, null and an empty list mean the same as absence. */
    static String hash(JsonNode template) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(canonical(template).toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 10);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static JsonNode canonical(JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                JsonNode value = field.getValue();
                if (!value.isNull() && !(value.isArray() && value.isEmpty())) {
                    sorted.put(field.getKey(), canonical(value));
                }
            }
            return JsonNodeFactory.instance.objectNode().setAll(sorted);
        }
        if (node.isArray()) {
            var out = JsonNodeFactory.instance.arrayNode();
            node.forEach(each -> out.add(canonical(each)));
            return out;
        }
        return node;
    }

    /** The template with {@code edit} made. */
    static JsonNode apply(JsonNode template, TemplateEdit edit) {
        JsonNode copy = template.deepCopy();
        List<String> path = edit.path();
        JsonNode parent = copy;
        for (String name : path.subList(0, path.size() - 1)) {
            JsonNode child = parent.get(name);
            if (child == null || child.isNull()) {
                child = ((ObjectNode) parent).putObject(name);
            }
            parent = child;
        }
        if (edit.value() == null) {
            ((ObjectNode) parent).remove(path.getLast());
        } else {
            ((ObjectNode) parent).set(path.getLast(), edit.value());
        }
        return copy;
    }

    /** What undoes {@code edit} on {@code template}. An object that was made on the way stays, empty, and is dropped by the API server. */
    static TemplateEdit inverse(JsonNode template, TemplateEdit edit) {
        JsonNode value = template.at(JsonPatch.pointer(edit.path()));
        return new TemplateEdit(edit.path(), value.isMissingNode() || value.isNull() ? null : value);
    }

    /** Adds to {@code patch} what makes {@code edit} on {@code template}, which stands at {@link #PLACE}. */
    static void write(JsonPatch.Builder patch, JsonNode template, TemplateEdit edit) {
        List<String> path = edit.path();
        int there = 0;
        JsonNode at = template;
        while (there < path.size() && at.hasNonNull(path.get(there))) {
            at = at.get(path.get(there));
            there++;
        }
        JsonNode value = edit.value();
        if (value == null) {
            if (there == path.size()) {
                patch.remove(place(path));
            }
            return;
        }
        int top = Math.min(there, path.size() - 1);
        for (int i = path.size() - 1; i > top; i--) {
            value = JsonNodeFactory.instance.objectNode().set(path.get(i), value);
        }
        patch.set(place(path.subList(0, top + 1)), value);
    }

    private static List<String> place(List<String> path) {
        return Stream.concat(PLACE.stream(), path.stream()).toList();
    }
}
