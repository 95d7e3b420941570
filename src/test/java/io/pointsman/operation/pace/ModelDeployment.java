package io.pointsman.operation.pace;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pointsman.operation.JsonPatch;
import java.util.Objects;
import java.util.function.Consumer;

/** One Deployment as an API server keeps it: versions, generations, JSON patches with tests, and the rules it insists on. */
final class ModelDeployment {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ObjectNode object;

    ModelDeployment(int replicas, String extraSpec) {
        object = parse("""
                {"metadata": {"namespace": "shop", "name": "web", "uid": "d-1", "resourceVersion": "1", "generation": 1},
                 "spec": {"replicas": %d,
                          "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%%", "maxUnavailable": "25%%"}},
                          "progressDeadlineSeconds": 600,
                          "template": {"metadata": {"labels": {"app": "web"}},
                                       "spec": {"containers": [{"name": "app", "image": "web:1"}]}}},
                 "status": {"observedGeneration": 1}}
                """.formatted(replicas));
        spec().setAll(parse(extraSpec));
    }

    private static ObjectNode parse(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    ObjectNode spec() {
        return (ObjectNode) object.path("spec");
    }

    JsonNode template() {
        return spec().path("template");
    }

    DeploymentState state() {
        return DeploymentState.of(object.deepCopy());
    }

    int replicas() {
        return spec().path("replicas").asInt();
    }

    int number(String field) {
        return spec().path(field).asInt();
    }

    boolean paused() {
        return spec().path("paused").asBoolean();
    }

    /** The controller's rounding: surge up, unavailable down, and one unavailable where both come to nothing. */
    int surge() {
        return scaled("maxSurge", true);
    }

    int unavailable() {
        int unavailable = scaled("maxUnavailable", false);
        return Math.min(replicas(), surge() == 0 && unavailable == 0 ? 1 : unavailable);
    }

    private int scaled(String field, boolean up) {
        JsonNode value = spec().path("strategy").path("rollingUpdate").path(field);
        if (value.isInt() || value.isMissingNode()) {
            return value.asInt(0);
        }
        int percent = Integer.parseInt(value.asText().replace("%", ""));
        return (percent * replicas() + (up ? 99 : 0)) / 100;
    }

    /** Edits as somebody else does. */
    void edit(Consumer<ObjectNode> change) {
        ObjectNode copy = object.deepCopy();
        change.accept(copy);
        accept(copy);
    }

    void annotate(String key, String value) {
        edit(o -> {
            ObjectNode metadata = (ObjectNode) o.path("metadata");
            (metadata.path("annotations") instanceof ObjectNode there ? there : metadata.putObject("annotations"))
                    .put(key, value);
        });
    }

    void observed() {
        ((ObjectNode) object.path("status"))
                .put(
                        "observedGeneration",
                        object.path("metadata").path("generation").asLong());
    }

    void statusMoved() {
        bump(object);
    }

    /** Applies a patch; false when a test in it fails. */
    boolean patch(JsonPatch patch) {
        ObjectNode copy = object.deepCopy();
        for (JsonPatch.Operation operation : patch.operations()) {
            JsonPointer path = JsonPointer.compile(operation.path());
            JsonNode parent = copy.at(path.head());
            String last = path.last().getMatchingProperty();
            JsonNode there = parent.path(last);
            switch (operation.op()) {
                case "test" -> {
                    JsonNode now = there.isMissingNode() ? NullNode.getInstance() : there;
                    if (!now.equals(operation.value())) {
                        return false;
                    }
                }
                case "add" -> {
                    if (!(parent instanceof ObjectNode)) {
                        throw new IllegalStateException("nothing to add to at " + operation.path());
                    }
                    ((ObjectNode) parent).set(last, Objects.requireNonNull(operation.value()));
                }
                case "remove" -> {
                    if (there.isMissingNode()) {
                        throw new IllegalStateException("nothing to remove at " + operation.path());
                    }
                    ((ObjectNode) parent).remove(last);
                }
                default -> throw new IllegalStateException(operation.op());
            }
        }
        accept(copy);
        return true;
    }

    private void accept(ObjectNode next) {
        dropEmpty((ObjectNode) next.path("metadata"));
        dropEmpty((ObjectNode) next.path("spec").path("template").path("metadata"));
        if (next.equals(object)) {
            return;
        }
        ObjectNode spec = (ObjectNode) next.path("spec");
        if (!spec.path("paused").asBoolean()) {
            spec.remove("paused");
        }
        if (spec.path("minReadySeconds").asInt() == 0) {
            spec.remove("minReadySeconds");
        }
        if (spec.path("progressDeadlineSeconds").asInt()
                <= spec.path("minReadySeconds").asInt()) {
            throw new IllegalStateException("progressDeadlineSeconds must be greater than minReadySeconds: " + spec);
        }
        boolean counts = !spec.equals(object.path("spec"))
                || !next.path("metadata")
                        .path("annotations")
                        .equals(object.path("metadata").path("annotations"));
        if (counts) {
            ObjectNode metadata = (ObjectNode) next.path("metadata");
            metadata.put("generation", metadata.path("generation").asLong() + 1);
        }
        bump(next);
        object = next;
    }

    private static void dropEmpty(ObjectNode metadata) {
        if (metadata.path("annotations").isObject()
                && metadata.path("annotations").isEmpty()) {
            metadata.remove("annotations");
        }
    }

    private static void bump(ObjectNode object) {
        ObjectNode metadata = (ObjectNode) object.path("metadata");
        metadata.put(
                "resourceVersion",
                String.valueOf(metadata.path("resourceVersion").asLong() + 1));
    }
}
