package io.pointsman.policy;

import io.pointsman.workload.Annotations;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is at stake, as the label {@code pointsman.io/environment} says it: on the object, else on its namespace. */
public enum Environment {
    production,
    staging,
    development,
    /** No such label, or one with another value. */
    unlabeled;

    public static Environment of(Map<String, String> objectLabels, Map<String, String> namespaceLabels) {
        String label = label(objectLabels, namespaceLabels);
        for (Environment environment : values()) {
            if (environment != unlabeled && environment.name().equals(label)) {
                return environment;
            }
        }
        return unlabeled;
    }

    /** The label's value when it is none of the three, so that a slip such as {@code prod} does not pass in silence. */
    public static @Nullable String unknown(Map<String, String> objectLabels, Map<String, String> namespaceLabels) {
        String label = label(objectLabels, namespaceLabels);
        return label != null && of(objectLabels, namespaceLabels) == unlabeled ? label : null;
    }

    private static @Nullable String label(Map<String, String> objectLabels, Map<String, String> namespaceLabels) {
        String label = objectLabels.getOrDefault(Annotations.ENVIRONMENT, namespaceLabels.get(Annotations.ENVIRONMENT));
        return label == null ? null : label.toLowerCase(Locale.ROOT);
    }
}
