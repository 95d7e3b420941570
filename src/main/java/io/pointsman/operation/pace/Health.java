package io.pointsman.operation.pace;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the new pods of a rollout show. */
sealed interface Health {
    /** One of them has failed in a way that waiting will not heal. */
    record Failing(String reason, String message) implements Health {}

    /** Some are not there or not ready. */
    record Unready(String message) implements Health {}

    /**
     * All are ready.
     *
     * @param latest the youngest one's turn to ready, in whole seconds rounded down, as Kubernetes writes it
     */
    record Ready(Instant latest) implements Health {}

    /**
     * Judges them. Each pod's own turn to ready counts, but none from before the batch began, so that a node whose clock is
     * behind cannot shorten the settling.
     */
    static Health of(Rollout rollout, Instant began, Instant now) {
        List<PodState> pods = rollout.pods();
        for (PodState pod : pods) {
            Optional<PodState.Trouble> failure = pod.failure(now);
            if (failure.isPresent()) {
                return new Failing(
                        failure.get().reason(),
                        "pod " + pod.name() + ": " + failure.get().message());
            }
        }
        int missing = rollout.updated() - rollout.ready();
        if (missing > 0) {
            String why = pods.stream()
                    .filter(p -> p.readySince().isEmpty())
                    .findFirst()
                    .map(p -> "pod " + p.name() + ": "
                            + p.trouble().map(PodState.Trouble::message).orElse("not ready yet"))
                    .or(() -> rollout.newest().flatMap(ReplicaSetState::failure))
                    .orElse("they are being made");
            return new Unready(missing + " of " + rollout.updated() + " new pods are not ready: " + why);
        }
        return new Ready(pods.stream()
                .flatMap(p -> p.readySince().stream())
                .max(Comparator.naturalOrder())
                .filter(latest -> latest.isAfter(began))
                .orElse(began));
    }
}
