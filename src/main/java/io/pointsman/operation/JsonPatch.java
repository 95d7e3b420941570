package io.pointsman.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Patch: one write, with tests on what the decision rested on. The API server applies all of it or nothing, and
 * answers 422 when a test fails.
 */
public record JsonPatch(List<Operation> operations) {
    public JsonPatch {
        operations = List.copyOf(operations);
    }

    /**
     * One operation.
     *
     * @param op {@code test}, {@code add} or {@code remove}
     * @param path a JSON pointer
     * @param value null for {@code remove}
     */
    public record Operation(
            String op, String path, @Nullable JsonNode value) {
        public Operation {
            Objects.requireNonNull(op);
            Objects.requireNonNull(path);
        }
    }

    /** The pointer to that field, with its names escaped. */
    public static String pointer(List<String> path) {
        StringBuilder out = new StringBuilder();
        path.forEach(name -> out.append('/').append(name.replace("~", "~0").replace("/", "~1")));
        return out.toString();
    }

    public static Builder build() {
        return new Builder();
    }

    /** As it is sent. */
    public ArrayNode toJson() {
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        for (Operation operation : operations) {
            ObjectNode each = out.addObject().put("op", operation.op()).put("path", operation.path());
            if (operation.value() != null) {
                each.set("value", operation.value());
            }
        }
        return out;
    }

    /** Collects the operations of one patch, in order. */
    public static final class Builder {
        private final List<Operation> operations = new ArrayList<>();

        private Builder() {}

        /** The field must be there with that value; null: it must not be there. */
        public Builder test(List<String> path, @Nullable JsonNode value) {
            operations.add(
                    new Operation("test", pointer(path), value == null ? JsonNodeFactory.instance.nullNode() : value));
            return this;
        }

        /** The same for a text. */
        public Builder test(List<String> path, String value) {
            return test(path, JsonNodeFactory.instance.textNode(value));
        }

        /** Sets the field, whether it is there or not; its parent must be there. */
        public Builder set(List<String> path, JsonNode value) {
            operations.add(new Operation("add", pointer(path), value));
            return this;
        }

        /** Removes the field, which must be there. */
        public Builder remove(List<String> path) {
            operations.add(new Operation("remove", pointer(path), null));
            return this;
        }

        /** Brings the field from one value to another, either of which may be its absence. */
        public Builder change(List<String> path, @Nullable JsonNode from, @Nullable JsonNode to) {
            test(path, from);
            if (to != null) {
                return set(path, to);
            }
            return from == null ? this : remove(path);
        }

        public JsonPatch patch() {
            return new JsonPatch(operations);
        }
    }
}
