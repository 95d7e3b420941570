package io.pointsman.operation.pace;

import java.time.Duration;
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

    /** All are ready, but the youngest not long enough. */
    record Settling(Instant until) implements Health {}

    /**
     * All have been ready for long enough.
     *
     * @param since since when all are
     */
    record Proven(Instant since) implements Health {}

    /**
     * Judges them. Settling is counted from each pod's own turn to ready, but not from before the batch began, so that a
     * node whose clock is behind cannot shorten it.
     */
    static Health of(Rollout rollout, Instant began, Duration settle, Instant now) {
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
        Instant since = pods.stream()
                .flatMap(p -> p.readySince().stream())
                .max(Comparator.naturalOrder())
                .filter(latest -> latest.isAfter(began))
                .orElse(began);
        return now.isBefore(since.plus(settle)) ? new Settling(since.plus(settle)) : new Proven(since);
    }
}
