package io.pointsman.operation.traffic;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A pod as far as a swap needs it.
 *
 * @param portNames the names of its containers' ports
 * @param terminal whether it has succeeded or failed and will never run again
 * @param trouble why it is not ready, for a person, when that is known
 */
public record PodView(
        String uid,
        String name,
        Map<String, String> labels,
        Set<String> portNames,
        Optional<String> node,
        boolean ready,
        boolean terminating,
        boolean terminal,
        Optional<String> trouble) {
    public PodView {
        labels = Map.copyOf(labels);
        portNames = Set.copyOf(portNames);
    }

    /** Whether it is there to stay, ready or not. */
    public boolean living() {
        return !terminating && !terminal;
    }

    /** Whether it should be a ready endpoint. */
    public boolean serving() {
        return living() && ready;
    }

    /** Whether a selector of equalities matches it. */
    public boolean matches(Map<String, String> selector) {
        return selector.entrySet().stream().allMatch(e -> e.getValue().equals(labels.get(e.getKey())));
    }
}
