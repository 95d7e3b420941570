package io.pointsman.security;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whom the API server has authenticated, as a TokenReview or an AdmissionReview names them.
 *
 * @param username for example {@code alice} or {@code system:serviceaccount:shop:deployer}; empty when anonymous
 * @param extra what the authenticator added; passed on in access reviews, never interpreted
 */
public record Subject(String username, @Nullable String uid, List<String> groups, Map<String, List<String>> extra) {
    public Subject {
        groups = List.copyOf(groups);
        Map<String, List<String>> copy = new LinkedHashMap<>();
        extra.forEach((key, values) -> copy.put(key, List.copyOf(values)));
        extra = Map.copyOf(copy);
    }
}
