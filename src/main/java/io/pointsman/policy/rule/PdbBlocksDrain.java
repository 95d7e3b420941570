package io.pointsman.policy.rule;

import io.pointsman.policy.Action;
import io.pointsman.policy.Defaults;
import io.pointsman.policy.Finding;
import io.pointsman.policy.Rule;
import io.pointsman.policy.RuleText;
import io.pointsman.policy.Scene;
import io.pointsman.workload.ApiObject;
import io.pointsman.workload.Autoscaler;
import io.pointsman.workload.DisruptionBudget;
import io.pointsman.workload.Kind;
import io.pointsman.workload.Workload;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code pdb-blocks-drain}. */
public final class PdbBlocksDrain implements Rule.OfState {
    private static final RuleText TEXT = new RuleText(
            "pdb-blocks-drain",
            "No pod may ever be evicted",
            "With all pods healthy, a PodDisruptionBudget allows no disruption at the replicas, or at the minimum or the maximum of the autoscaler of what it covers. Both of its percentages round up. maxUnavailable and percentages never work for pods of a DaemonSet. Found on whichever comes last: the budget, the workload, or the autoscaler.",
            "A node can't be drained: upgrades of the cluster hang for hours, until somebody deletes the budget, and the protection with it.",
            "Use maxUnavailable: 1, which leaves room at every size.",
            """
            spec:
              maxUnavailable: 1
              selector:
                matchLabels:
                  app: web
            """);

    @Override
    public RuleText text() {
        return TEXT;
    }

    @Override
    public Defaults defaults() {
        return new Defaults(Action.Warn, Action.Deny);
    }

    @Override
    public List<Finding> find(ApiObject object, Scene scene) {
        return switch (object) {
            case DisruptionBudget budget ->
                blocked(Cover.of(budget, null, null, scene.surroundings()), true).stream()
                        .toList();
            case Workload workload ->
                scene.surroundings().budgetsCovering(workload.metadata().namespace(), workload.podLabels()).stream()
                        .map(budget -> Cover.of(budget, workload, null, scene.surroundings()))
                        .flatMap(cover -> blocked(cover, false).stream())
                        .toList();
            case Autoscaler scaler ->
                target(scaler, scene)
                        .flatMap(
                                workload -> scene
                                        .surroundings()
                                        .budgetsCovering(workload.metadata().namespace(), workload.podLabels())
                                        .stream())
                        .map(budget -> Cover.of(budget, null, scaler, scene.surroundings()))
                        .flatMap(cover -> blocked(cover, false).stream())
                        .toList();
            default -> List.of();
        };
    }

    private static Stream<Workload> target(Autoscaler scaler, Scene scene) {
        return Kind.of(scaler.targetGroup(), scaler.targetKind())
                .flatMap(kind ->
                        scene.surroundings().workload(kind, scaler.metadata().namespace(), scaler.targetName()))
                .stream();
    }

    private Optional<Finding> blocked(Cover cover, boolean onBudget) {
        DisruptionBudget budget = cover.budget();
        if (cover.hasDaemonSet()) {
            boolean works = budget.maxUnavailable() == null
                    && budget.minAvailable() != null
                    && !budget.minAvailable().percent();
            return works
                    ? Optional.empty()
                    : Optional.of(finding(
                            budget,
                            onBudget,
                            "never works for pods of a DaemonSet, so it allows no disruption at all",
                            "a minAvailable number, or no budget",
                            "narrow its selector to leave the DaemonSet out, or give minAvailable as a number"));
        }
        Sizes sizes = cover.sizes();
        return Stream.of(sizes.now(), sizes.least(), sizes.most())
                .filter(pods -> pods > 0 && budget.allowed(pods) == 0)
                .findFirst()
                .map(pods -> finding(
                        budget,
                        onBudget,
                        "allows no disruption at " + pods + (pods == 1 ? " pod" : " pods")
                                + ", so no node that runs one can be drained",
                        "such that at least one pod may go",
                        "set maxUnavailable: 1 in place of " + budget.shownAmount()));
    }

    private Finding finding(DisruptionBudget budget, boolean onBudget, String is, String should, String fix) {
        String name = budget.metadata().name();
        String field = budget.maxUnavailable() != null ? "spec.maxUnavailable" : "spec.minAvailable";
        return new Finding(
                id(),
                onBudget ? "" : name,
                onBudget ? field : "PodDisruptionBudget " + name,
                (onBudget ? "with " + budget.shownAmount() + " " : "(" + budget.shownAmount() + ") ") + is,
                should,
                onBudget ? fix : "in PodDisruptionBudget " + name + ", " + fix,
                1);
    }
}
