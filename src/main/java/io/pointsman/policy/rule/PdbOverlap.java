package io.pointsman.policy.rule;

import io.pointsman.policy.Action;
import io.pointsman.policy.Defaults;
import io.pointsman.policy.Finding;
import io.pointsman.policy.Rule;
import io.pointsman.policy.RuleText;
import io.pointsman.policy.Scene;
import io.pointsman.workload.ApiObject;
import io.pointsman.workload.DisruptionBudget;
import io.pointsman.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** {@code pdb-overlap}. */
public final class PdbOverlap implements Rule.OfState {
    private static final RuleText TEXT = new RuleText(
            "pdb-overlap",
            "A pod under two PodDisruptionBudgets",
            "Two PodDisruptionBudgets cover the pods of one workload. Found on whichever comes last.",
            "The eviction API refuses such a pod with an error (500), whatever the budgets allow: its node can't be drained.",
            "Let one budget cover each pod: delete one, or narrow its selector.",
            """
            spec:
              selector:
                matchLabels:
                  app: web
                  version: blue
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
            case Workload workload -> ofWorkload(workload, scene);
            case DisruptionBudget budget -> ofBudget(budget, scene);
            default -> List.of();
        };
    }

    private List<Finding> ofWorkload(Workload workload, Scene scene) {
        List<String> names =
                scene.surroundings().budgetsCovering(workload.metadata().namespace(), workload.podLabels()).stream()
                        .map(budget -> budget.metadata().name())
                        .sorted()
                        .toList();
        return names.size() < 2
                ? List.of()
                : List.of(finding(
                        "",
                        "spec.template.metadata.labels",
                        "are covered by PodDisruptionBudgets " + String.join(" and ", names),
                        "delete one of them, or narrow its selector",
                        names.size()));
    }

    private List<Finding> ofBudget(DisruptionBudget budget, Scene scene) {
        if (budget.selector() == null) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (Workload workload :
                scene.surroundings().workloadsSelected(budget.metadata().namespace(), budget.selector())) {
            Set<String> others = new TreeSet<>();
            scene.surroundings()
                    .budgetsCovering(workload.metadata().namespace(), workload.podLabels())
                    .forEach(other -> others.add(other.metadata().name()));
            others.remove(budget.metadata().name());
            if (!others.isEmpty()) {
                findings.add(finding(
                        workload.kind().shown() + "/" + workload.metadata().name(),
                        "spec.selector",
                        "covers pods of " + workload.kind().shown() + " "
                                + workload.metadata().name() + ", which PodDisruptionBudget "
                                + String.join(" and ", others) + " covers already",
                        "narrow spec.selector, or delete " + String.join(" and ", others) + " first",
                        others.size()));
            }
        }
        return findings;
    }

    private Finding finding(String about, String path, String is, String fix, int badness) {
        return new Finding(
                id(), about, path, is + ", and such a pod can't be evicted", "covered by one budget", fix, badness);
    }
}
