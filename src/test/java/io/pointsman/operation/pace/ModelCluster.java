package io.pointsman.operation.pace;

import com.fasterxml.jackson.databind.JsonNode;
import io.pointsman.operation.Holder;
import io.pointsman.operation.OperationRef;
import io.pointsman.workload.Annotations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A small model of what moves a Deployment's pods: the Deployment controller (its rolling update, its proportional scaling while
 * paused, as in {@code pkg/controller/deployment} of Kubernetes 1.36), the ReplicaSet controller and the kubelet. Each moves
 * one step at a time, so that a history decides who comes when.
 */
final class ModelCluster {
    static final class ReplicaSet {
        final String name;
        final Instant createdAt;
        final JsonNode template;
        int replicas;
        long revision;
        int minReadySeconds;
        int desired;
        int mostBefore;
        int available;

        ReplicaSet(String name, Instant createdAt, JsonNode template) {
            this.name = name;
            this.createdAt = createdAt;
            this.template = template;
        }
    }

    static final class Pod {
        final String name;
        final ReplicaSet owner;
        final Instant createdAt;
        Optional<Instant> readySince = Optional.empty();

        Pod(String name, ReplicaSet owner, Instant createdAt) {
            this.name = name;
            this.owner = owner;
            this.createdAt = createdAt;
        }
    }

    final ModelDeployment deployment;
    final List<ReplicaSet> sets = new ArrayList<>();
    final List<Pod> pods = new ArrayList<>();
    Instant now = Instant.parse("2026-11-01T12:00:00Z");
    int readyAfterSeconds = 2;
    /** Pods of these never turn ready, and crash. */
    Predicate<ReplicaSet> broken = set -> false;

    private int names;

    ModelCluster(int replicas, String extraSpec) {
        deployment = new ModelDeployment(replicas, extraSpec);
        for (int i = 0; i < 6; i++) {
            controllers();
            now = now.plusSeconds(1000);
        }
    }

    /** Every controller moves once. */
    void controllers() {
        syncDeployment();
        syncReplicaSets();
        kubelet();
        syncReplicaSets();
    }

    private Optional<ReplicaSet> newest() {
        return sets.stream()
                .filter(s -> s.template.equals(deployment.template()))
                .findFirst();
    }

    int total() {
        return sets.stream().mapToInt(s -> s.replicas).sum();
    }

    int updated() {
        return newest().map(s -> s.replicas).orElse(0);
    }

    int available() {
        return sets.stream().mapToInt(s -> s.available).sum();
    }

    long ready() {
        return pods.stream().filter(p -> p.readySince.isPresent()).count();
    }

    void syncDeployment() {
        deployment.observed();
        boolean scaling = sets.stream().anyMatch(s -> s.replicas > 0 && s.desired != deployment.replicas());
        newest().ifPresent(s -> s.minReadySeconds = deployment.number("minReadySeconds"));
        if (deployment.paused() || scaling) {
            scale();
        } else {
            roll();
        }
        deployment.statusMoved();
    }

    private void roll() {
        ReplicaSet newest = newest().orElseGet(() -> {
            ReplicaSet made =
                    new ReplicaSet("web-" + ++names, now, deployment.template().deepCopy());
            made.minReadySeconds = deployment.number("minReadySeconds");
            sets.add(made);
            resize(made, 0);
            return made;
        });
        long latest = sets.stream().mapToLong(s -> s.revision).max().orElse(0);
        if (newest.revision < latest || latest == 0) {
            newest.revision = latest + 1;
        }
        int replicas = deployment.replicas();
        if (newest.replicas > replicas) {
            resize(newest, replicas);
            return;
        }
        if (newest.replicas < replicas) {
            int room = replicas + deployment.surge() - total();
            if (room > 0) {
                resize(newest, newest.replicas + Math.min(room, replicas - newest.replicas));
                return;
            }
        }
        int least = replicas - deployment.unavailable();
        int most = total() - least - (newest.replicas - newest.available);
        List<ReplicaSet> old = sets.stream()
                .filter(s -> s != newest && s.replicas > 0)
                .sorted(Comparator.comparing(s -> s.createdAt))
                .toList();
        if (old.isEmpty() || most <= 0) {
            return;
        }
        for (ReplicaSet set : old) {
            int down = Math.min(most, set.replicas - set.available);
            if (down > 0) {
                resize(set, set.replicas - down);
                most -= down;
            }
        }
        int spare = available() - least;
        for (ReplicaSet set : old) {
            int down = Math.min(spare, set.replicas);
            if (down > 0) {
                resize(set, set.replicas - down);
                spare -= down;
            }
        }
    }

    private void scale() {
        List<ReplicaSet> active =
                new ArrayList<>(sets.stream().filter(s -> s.replicas > 0).toList());
        if (active.size() <= 1) {
            active.stream().findFirst().or(this::newest).ifPresent(s -> resize(s, deployment.replicas()));
            return;
        }
        Optional<ReplicaSet> newest = newest();
        if (newest.isPresent()
                && newest.get().replicas == deployment.replicas()
                && newest.get().desired == deployment.replicas()
                && newest.get().available == deployment.replicas()) {
            active.stream().filter(s -> s != newest.get()).forEach(s -> resize(s, 0));
            return;
        }
        int allowed = deployment.replicas() == 0 ? 0 : deployment.replicas() + deployment.surge();
        int add = allowed - total();
        Comparator<ReplicaSet> bySize = Comparator.comparing((ReplicaSet s) -> -s.replicas);
        active.sort(
                add > 0
                        ? bySize.thenComparing(s -> s.createdAt, Comparator.reverseOrder())
                        : bySize.thenComparing(s -> s.createdAt));
        int added = 0;
        int[] sizes = new int[active.size()];
        for (int i = 0; i < sizes.length; i++) {
            int share = add == 0 || add == added ? 0 : share(active.get(i), add - added);
            sizes[i] = active.get(i).replicas + share;
            added += share;
        }
        if (add != 0) {
            sizes[0] = Math.max(0, sizes[0] + add - added);
        }
        for (int i = 0; i < sizes.length; i++) {
            resize(active.get(i), sizes[i]);
        }
    }

    private int share(ReplicaSet set, int left) {
        int fraction = -set.replicas;
        if (deployment.replicas() > 0) {
            double size = (double) set.replicas * (deployment.replicas() + deployment.surge()) / set.mostBefore;
            fraction = (int) Math.round(size) - set.replicas;
        }
        return left > 0 ? Math.min(fraction, left) : Math.max(fraction, left);
    }

    private void resize(ReplicaSet set, int replicas) {
        set.replicas = replicas;
        set.desired = deployment.replicas();
        set.mostBefore = deployment.replicas() + deployment.surge();
    }

    void syncReplicaSets() {
        for (ReplicaSet set : sets) {
            List<Pod> own =
                    new ArrayList<>(pods.stream().filter(p -> p.owner == set).toList());
            own.sort(Comparator.comparing(p -> p.readySince.isPresent()));
            for (int i = own.size(); i < set.replicas; i++) {
                pods.add(new Pod("pod-" + ++names, set, now));
            }
            for (int i = 0; i < own.size() - set.replicas; i++) {
                pods.remove(own.get(i));
            }
            set.available = (int) pods.stream()
                    .filter(p -> p.owner == set)
                    .flatMap(p -> p.readySince.stream())
                    .filter(since -> !now.isBefore(since.plusSeconds(set.minReadySeconds)))
                    .count();
        }
    }

    void kubelet() {
        for (Pod pod : pods) {
            boolean fit = !broken.test(pod.owner) && !now.isBefore(pod.createdAt.plusSeconds(readyAfterSeconds));
            if (fit && pod.readySince.isEmpty()) {
                pod.readySince = Optional.of(now);
            }
        }
    }

    PaceObservation observe(OperationRef self) {
        DeploymentState state = deployment.state();
        List<ReplicaSetState> seenSets = sets.stream()
                .map(s -> new ReplicaSetState(
                        s.name,
                        s.name,
                        "d-1",
                        s.createdAt,
                        s.replicas,
                        s.revision,
                        s.template,
                        Templates.hash(s.template),
                        Optional.empty()))
                .toList();
        List<PodState> seenPods = pods.stream()
                .map(p -> new PodState(p.name, p.owner.name, p.createdAt, true, p.readySince, trouble(p)))
                .toList();
        String heldBy = state.annotations().get(Annotations.HELD_BY);
        Holder holder = self.heldBy().equals(heldBy) ? new Holder.Ours() : new Holder.Free();
        return new PaceObservation(
                self,
                Optional.of("ada"),
                1,
                Optional.of(new PaceObservation.Seen(state, holder, Rollout.of(state, seenSets, seenPods))));
    }

    private Optional<PodState.Trouble> trouble(Pod pod) {
        return broken.test(pod.owner)
                ? Optional.of(new PodState.Trouble(
                        "CrashLoopBackOff", "container app was restarted 2 times", Optional.of(Duration.ofSeconds(20))))
                : Optional.empty();
    }
}
