package io.pointsman.operation.pace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pointsman.operation.JsonPatch;
import io.pointsman.operation.pace.PaceStatus.TemplateEdit;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

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

    /** What leads from one template to the other: only the fields that differ. */
    static List<TemplateEdit> diff(JsonNode from, JsonNode to) {
        List<TemplateEdit> edits = new ArrayList<>();
        diff(List.of(), from, to, edits);
        return List.copyOf(edits);
    }

    private static void diff(List<String> path, JsonNode from, JsonNode to, List<TemplateEdit> edits) {
        if (from.equals(to)) {
            return;
        }
        if (from.isObject() && to.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            from.fieldNames().forEachRemaining(names::add);
            to.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                JsonNode wanted = to.path(name);
                if (wanted.isMissingNode() || wanted.isNull()) {
                    if (from.hasNonNull(name)) {
                        edits.add(new TemplateEdit(under(path, name), null));
                    }
                } else {
                    diff(under(path, name), from.path(name), wanted, edits);
                }
            }
            return;
        }
        if (objects(from) && objects(to) && from.size() == to.size()) {
            for (int i = 0; i < from.size(); i++) {
                diff(under(path, String.valueOf(i)), from.get(i), to.get(i), edits);
            }
            return;
        }
        edits.add(new TemplateEdit(path, to));
    }

    private static boolean objects(JsonNode node) {
        return node.isArray() && StreamSupport.stream(node.spliterator(), false).allMatch(JsonNode::isObject);
    }

    private static List<String> under(List<String> path, String name) {
        return Stream.concat(path.stream(), Stream.of(name)).toList();
    }

    /** The template with {@code edits} made. */
    static JsonNode apply(JsonNode template, List<TemplateEdit> edits) {
        JsonNode copy = template.deepCopy();
        for (TemplateEdit edit : edits) {
            List<String> path = edit.path();
            JsonNode parent = copy;
            for (String name : path.subList(0, path.size() - 1)) {
                JsonNode child = child(parent, name);
                parent = child.isMissingNode() || child.isNull() ? ((ObjectNode) parent).putObject(name) : child;
            }
            if (edit.value() == null) {
                ((ObjectNode) parent).remove(path.getLast());
            } else {
                ((ObjectNode) parent).set(path.getLast(), edit.value());
            }
        }
        return copy;
    }

    private static JsonNode child(JsonNode parent, String name) {
        return parent.isArray() ? parent.path(Integer.parseInt(name)) : parent.path(name);
    }

    /** Adds to {@code patch} what makes {@code edits} on {@code template}, which stands at {@link #PLACE}. */
    static void write(JsonPatch.Builder patch, JsonNode template, List<TemplateEdit> edits) {
        JsonNode now = template;
        for (TemplateEdit edit : edits) {
            write(patch, now, edit);
            now = apply(now, List.of(edit));
        }
    }

    private static void write(JsonPatch.Builder patch, JsonNode template, TemplateEdit edit) {
        List<String> path = edit.path();
        int there = 0;
        JsonNode at = template;
        while (there < path.size() && !child(at, path.get(there)).isMissingNode()) {
            at = child(at, path.get(there));
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
