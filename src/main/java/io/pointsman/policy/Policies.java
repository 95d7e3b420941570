package io.pointsman.policy;

import io.pointsman.workload.ApiObject;
import io.pointsman.workload.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Judges changes. In this order:
 *
 * <ol>
 *   <li>An object that is on its way out is let go: whatever holds it back now keeps its finalizers from running.
 *   <li>Every rule is asked about the object after the change. A finding's action is the policy's, and never stricter than
 *       the finding allows.
 *   <li>A denial becomes a warning where the same finding was at least as bad before the change (the ratchet), where the
 *       new template is one of the workload's earlier revisions and brings the finding along (a rollback), where one of the
 *       cluster's own controllers makes the change, and as long as the caches that answers come from are not filled.
 *   <li>An exemption on the object, with a reason and not expired, turns denials and warnings into audit entries.
 * </ol>
 */
public final class Policies {
    /** The strictest first; of the same action, what was softened before what never was stricter. */
    private static final Comparator<Judged> WORST_FIRST = Comparator.comparing(Judged::action)
            .reversed()
            .thenComparing(judged -> judged.note().isEmpty());

    private final List<Rule> rules;
    private final Function<Environment, Settings> settings;

    public Policies(List<Rule> rules, Function<Environment, Settings> settings) {
        this.rules = List.copyOf(rules);
        this.settings = settings;
    }

    public Verdict evaluate(Change change, Surroundings surroundings, Instant now) {
        ApiObject object = change.object();
        Map<String, String> namespaceLabels =
                surroundings.namespaceLabels(object.metadata().namespace());
        Environment environment = Environment.of(object.metadata().labels(), namespaceLabels);
        if (object.metadata().deleting() && change.operation() == Change.Operation.UPDATE) {
            return new Verdict(environment, List.of(), List.of());
        }
        Scene scene = new Scene(surroundings, settings.apply(environment), environment);
        Exemptions exemptions = new Exemptions(object.metadata().annotations(), now);
        List<Finding> before = change.before() == null ? List.of() : state(change.before(), scene);
        List<Finding> rolledBack = rollback(change, surroundings)
                .map(workload -> state(workload, scene))
                .orElse(List.of());

        List<Judged> judged = new ArrayList<>();
        for (Finding finding : findings(change, scene)) {
            Action action = action(finding.rule(), environment).atMost(finding.atMost());
            if (action != Action.Off) {
                judged.add(soften(finding, action, change, surroundings, exemptions, before, rolledBack));
            }
        }
        judged.sort(WORST_FIRST);
        return new Verdict(environment, judged, notices(object, namespaceLabels, surroundings, exemptions));
    }

    private static Judged soften(
            Finding finding,
            Action action,
            Change change,
            Surroundings surroundings,
            Exemptions exemptions,
            List<Finding> before,
            List<Finding> rolledBack) {
        Optional<String> until = exemptions.until(finding.rule());
        if (until.isPresent()) {
            return new Judged(finding, action.atMost(Action.Audit), "exempt until " + until.get());
        }
        if (action != Action.Deny) {
            return new Judged(finding, action, "");
        }
        if (!surroundings.synced()) {
            return new Judged(
                    finding, Action.Warn, "not denied: Pointsman has just started and does not know the cluster yet");
        }
        if (before.stream().anyMatch(finding::wasAlready)) {
            return new Judged(finding, Action.Warn, "not denied: it was so before this change");
        }
        if (rolledBack.stream().anyMatch(finding::wasAlready)) {
            return new Judged(finding, Action.Warn, "not denied: this is a rollback to an earlier revision");
        }
        if (ClusterControllers.include(change.user())) {
            return new Judged(finding, Action.Warn, "not denied: a controller of the cluster makes this change");
        }
        return new Judged(finding, action, "");
    }

    private List<Finding> findings(Change change, Scene scene) {
        List<Finding> findings = new ArrayList<>();
        if (change.after() != null) {
            findings.addAll(state(change.after(), scene));
        }
        for (Rule rule : rules) {
            if (rule instanceof Rule.OfChange ofChange) {
                findings.addAll(ofChange.find(change, scene));
            }
        }
        return findings;
    }

    private List<Finding> state(ApiObject object, Scene scene) {
        List<Finding> findings = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule instanceof Rule.OfState ofState) {
                findings.addAll(ofState.find(object, scene));
            }
        }
        return findings;
    }

    /** The object before the change with only the template rolled back, when that is what the change does. */
    private static Optional<Workload> rollback(Change change, Surroundings surroundings) {
        if (change.changesTemplate()
                && change.before() instanceof Workload before
                && change.after() instanceof Workload after
                && surroundings.revisions(before).contains(after.template().fingerprint())) {
            return Optional.of(before.withTemplate(after.template()));
        }
        return Optional.empty();
    }

    private Action action(String id, Environment environment) {
        return rules.stream()
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .map(rule -> rule.defaults().in(environment))
                .orElse(Action.Off);
    }

    private static List<String> notices(
            ApiObject object, Map<String, String> namespaceLabels, Surroundings surroundings, Exemptions exemptions) {
        List<String> notices = new ArrayList<>(exemptions.refused());
        String unknown = Environment.unknown(object.metadata().labels(), namespaceLabels);
        if (unknown != null) {
            notices.add("pointsman.io/environment is " + unknown
                    + ": it must be production, staging or development, and counts as not set.");
        }
        if (!surroundings.synced()) {
            notices.add("Pointsman has just started: rules that look at other objects may have missed something.");
        }
        return notices;
    }
}
