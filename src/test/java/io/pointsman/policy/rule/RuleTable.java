package io.pointsman.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointsman.policy.Action;
import io.pointsman.policy.Environment;
import io.pointsman.policy.Finding;
import io.pointsman.policy.Rule;
import io.pointsman.policy.Scene;
import io.pointsman.policy.Settings;
import java.util.List;

/** A rule's table of cases: a good object, one change away from it, and the finding that is expected. */
final class RuleTable {
    private final Rule.OfState rule;
    private final Town town;
    private final String good;

    RuleTable(Rule.OfState rule, Town town, String good) {
        this.rule = rule;
        this.town = town;
        this.good = good;
        assertThat(find(good)).as("the good object").isEmpty();
    }

    private List<Finding> find(String yaml) {
        return rule.find(
                Town.object(yaml), new Scene(town, Settings.in(Environment.production), Environment.production));
    }

    /** The good object with that text in the place of this. */
    String with(String... replacements) {
        String yaml = good;
        for (int i = 0; i < replacements.length; i += 2) {
            assertThat(yaml).contains(replacements[i]);
            yaml = yaml.replace(replacements[i], replacements[i + 1]);
        }
        return yaml;
    }

    RuleTable passes(String... replacements) {
        assertThat(find(with(replacements))).isEmpty();
        return this;
    }

    /** The one finding, at the strictest as {@code action}, whose message holds {@code words}. */
    RuleTable finds(Action action, String words, String... replacements) {
        List<Finding> found = find(with(replacements));
        assertThat(found).hasSize(1);
        Finding finding = found.getFirst();
        assertThat(finding.rule()).isEqualTo(rule.id());
        assertThat(finding.message()).contains(words);
        assertThat(rule.defaults().in(Environment.production).atMost(finding.atMost()))
                .isEqualTo(action);
        return this;
    }
}
