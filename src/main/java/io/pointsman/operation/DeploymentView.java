package io.pointsman.operation;

import java.util.Optional;

/**
 * A Deployment as far as a plan needs it: what a paced rollout borrows, as it is now.
 *
 * @param strategy {@code RollingUpdate} or {@code Recreate}
 * @param maxSurge a number, or a percentage such as {@code 25%}; empty under Recreate
 */
public record DeploymentView(
        ObjectRef ref,
        int replicas,
        boolean paused,
        String strategy,
        Optional<String> maxSurge,
        Optional<String> maxUnavailable,
        int minReadySeconds,
        int progressDeadlineSeconds) {}
