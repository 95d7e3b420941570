package io.pointsman.operation.pace;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How far a Deployment's pods have been replaced.
 *
 * @param newest the ReplicaSet whose template is the Deployment's; empty until the controller has made it
 * @param sets all its ReplicaSets
 * @param updated how many pods that one shall have
 * @param total how many pods all ReplicaSets together shall have
 * @param pods the pods of the newest ReplicaSet that are there to stay
 */
public record Rollout(
        Optional<ReplicaSetState> newest, List<ReplicaSetState> sets, int updated, int total, List<PodState> pods) {
    public Rollout {
        sets = List.copyOf(sets);
        pods = List.copyOf(pods);
    }

    /** What {@code sets} and {@code pods} say about the Deployment; those of other owners are left out. */
    public static Rollout of(DeploymentState deployment, List<ReplicaSetState> sets, List<PodState> pods) {
        List<ReplicaSetState> own = sets.stream()
                .filter(s -> s.owner().equals(deployment.ref().uid()))
                .toList();
        Optional<ReplicaSetState> newest = own.stream()
                .filter(s -> s.templateHash().equals(deployment.templateHash()))
                .min(Comparator.comparing(ReplicaSetState::createdAt).thenComparing(ReplicaSetState::name));
        return new Rollout(
                newest,
                own,
                newest.map(ReplicaSetState::replicas).orElse(0),
                own.stream().mapToInt(ReplicaSetState::replicas).sum(),
                newest.map(n -> pods.stream()
                                .filter(p -> p.living() && p.owner().equals(n.uid()))
                                .toList())
                        .orElse(List.of()));
    }

    /** How many pods of earlier templates there shall still be. */
    int old() {
        return total - updated;
    }

    /** Whether all pods are of the Deployment's template, as many as it wants, and ready. */
    boolean whole(DeploymentState deployment) {
        return deployment.observedGeneration() >= deployment.generation()
                && newest.isPresent()
                && old() == 0
                && updated == deployment.replicas()
                && ready() >= deployment.replicas();
    }

    /** How many new pods are ready. */
    int ready() {
        return (int) pods.stream().filter(p -> p.readySince().isPresent()).count();
    }
}
