package io.pointsman.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as a manifest gives it. Reading never throws: an absent or null field is its default, and a value of the
 * wrong kind is its default and one sentence in {@link #problems()}.
 */
final class Fields {
    private static final int MOST_PROBLEMS = 20;

    private final JsonNode node;
    private final String path;
    private final List<String> problems;

    private Fields(JsonNode node, String path, List<String> problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
    }

    static Fields of(JsonNode root) {
        return new Fields(root, "", new ArrayList<>());
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    JsonNode raw() {
        return node;
    }

    boolean has(String name) {
        JsonNode value = node.path(name);
        return !value.isMissingNode() && !value.isNull();
    }

    /** The object at {@code name}; one with no fields when it is absent. */
    Fields in(String name) {
        JsonNode value = node.path(name);
        if (!has(name) || value.isObject()) {
            return new Fields(has(name) ? value : MissingNode.getInstance(), at(name), problems);
        }
        problem(name, "an object", value);
        return new Fields(MissingNode.getInstance(), at(name), problems);
    }

    /** The object at {@code name} read by {@code reader}, or null when it is absent. */
    <T> @Nullable T optional(String name, Function<Fields, T> reader) {
        return has(name) ? reader.apply(in(name)) : null;
    }

    /** The objects of the list at {@code name}. */
    <T> List<T> each(String name, Function<Fields, T> reader) {
        List<T> items = new ArrayList<>();
        for (JsonNode item : list(name)) {
            String here = at(name) + "[" + items.size() + "]";
            if (!item.isObject()) {
                problem(here + " is not an object");
            }
            items.add(reader.apply(new Fields(item, here, problems)));
        }
        return List.copyOf(items);
    }

    @Nullable
    String text(String name) {
        JsonNode value = node.path(name);
        if (!has(name)) {
            return null;
        }
        if (!value.isTextual()) {
            problem(name, "a string", value);
            return null;
        }
        return value.textValue();
    }

    String text(String name, String otherwise) {
        String value = text(name);
        return value == null ? otherwise : value;
    }

    List<String> texts(String name) {
        List<String> items = new ArrayList<>();
        for (JsonNode item : list(name)) {
            if (item.isTextual()) {
                items.add(item.textValue());
            } else {
                problem(name, "a list of strings", node.path(name));
            }
        }
        return List.copyOf(items);
    }

    /** A map of strings, such as labels. */
    Map<String, String> strings(String name) {
        Map<String, String> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : entries(name)) {
            if (entry.getValue().isTextual()) {
                map.put(entry.getKey(), entry.getValue().textValue());
            } else if (!entry.getValue().isNull()) {
                problem(at(name) + "." + entry.getKey() + " is not a string");
            }
        }
        return Map.copyOf(map);
    }

    Set<Map.Entry<String, JsonNode>> entries(String name) {
        JsonNode value = in(name).node;
        return value.isObject() ? value.properties() : Set.of();
    }

    boolean flag(String name) {
        JsonNode value = node.path(name);
        if (has(name) && !value.isBoolean()) {
            problem(name, "true or false", value);
        }
        return value.isBoolean() && value.booleanValue();
    }

    int integer(String name, int otherwise) {
        Integer value = integer(name);
        return value == null ? otherwise : value;
    }

    @Nullable
    Integer integer(String name) {
        JsonNode value = node.path(name);
        if (!has(name)) {
            return null;
        }
        Integer whole = whole(value);
        if (whole == null) {
            problem(name, "a whole number", value);
        }
        return whole;
    }

    @Nullable
    IntOrPercent intOrPercent(String name) {
        JsonNode value = node.path(name);
        if (!has(name)) {
            return null;
        }
        Integer whole = whole(value);
        IntOrPercent read = whole != null ? IntOrPercent.of(whole) : IntOrPercent.parse(value.asText());
        if (read == null) {
            problem(name, "a whole number or a percentage such as 25%", value);
        }
        return read;
    }

    IntOrPercent intOrPercent(String name, IntOrPercent otherwise) {
        IntOrPercent value = intOrPercent(name);
        return value == null ? otherwise : value;
    }

    /** An amount such as {@code 500m} or {@code 2Gi}; zero when absent or not one. */
    BigDecimal quantity(String name) {
        JsonNode value = node.path(name);
        if (!has(name)) {
            return BigDecimal.ZERO;
        }
        BigDecimal read = Quantity.parse(value.asText());
        if (read == null) {
            problem(name, "a quantity such as 500m or 2Gi", value);
            return BigDecimal.ZERO;
        }
        return read;
    }

    /** A map of amounts, such as resource requests. */
    Map<String, BigDecimal> quantities(String name) {
        Fields amounts = in(name);
        Map<String, BigDecimal> map = new LinkedHashMap<>();
        entries(name).forEach(entry -> map.put(entry.getKey(), amounts.quantity(entry.getKey())));
        return map;
    }

    private Iterable<JsonNode> list(String name) {
        JsonNode value = node.path(name);
        if (has(name) && !value.isArray()) {
            problem(name, "a list", value);
            return List.of();
        }
        return has(name) ? value : List.of();
    }

    /** Numbers by value: 3, 3L and 3.0 are the same replicas. */
    private static @Nullable Integer whole(JsonNode value) {
        if (!value.isNumber()) {
            return null;
        }
        if (value.isInt()) {
            return value.intValue();
        }
        double number = value.doubleValue();
        return number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE ? (Integer) (int) number : null;
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    void problem(String name, String wanted, JsonNode found) {
        String shown = found.isContainerNode() ? (found.isArray() ? "a list" : "an object") : found.toString();
        problem(at(name) + " must be " + wanted + ", not "
                + (shown.length() > 60 ? shown.substring(0, 60) + "…" : shown));
    }

    private void problem(String sentence) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(sentence);
        }
    }
}
