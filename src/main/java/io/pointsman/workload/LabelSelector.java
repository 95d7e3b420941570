package io.pointsman.workload;

import java.util.List;
import java.util.Map;

/** Chooses objects by their labels: all of the labels and all of the expressions must hold. One with neither chooses everything. */
public record LabelSelector(Map<String, String> labels, List<Expression> expressions) {
    /** {@code In}, {@code NotIn}, {@code Exists} or {@code DoesNotExist}. */
    public record Expression(String key, String operator, List<String> values) {
        public Expression {
            values = List.copyOf(values);
        }

        boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case "In" -> value != null && values.contains(value);
                case "NotIn" -> value == null || !values.contains(value);
                case "Exists" -> value != null;
                case "DoesNotExist" -> value == null;
                default -> false;
            };
        }
    }

    public LabelSelector {
        labels = Map.copyOf(labels);
        expressions = List.copyOf(expressions);
    }

    public static LabelSelector of(Map<String, String> labels) {
        return new LabelSelector(labels, List.of());
    }

    static LabelSelector read(Fields selector) {
        return new LabelSelector(
                selector.strings("matchLabels"),
                selector.each(
                        "matchExpressions",
                        e -> new Expression(e.text("key", ""), e.text("operator", ""), e.texts("values"))));
    }

    public boolean isEmpty() {
        return labels.isEmpty() && expressions.isEmpty();
    }

    public boolean matches(Map<String, String> candidate) {
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (!label.getValue().equals(candidate.get(label.getKey()))) {
                return false;
            }
        }
        return expressions.stream().allMatch(expression -> expression.matches(candidate));
    }
}
