package io.pointsman.policy.rule;

import io.pointsman.policy.Rule;
import java.util.List;

/** All the rules, in the order of the reference. */
public final class Rules {
    private Rules() {}

    public static List<Rule> all() {
        return List.of(
                new RecreateStrategy(),
                new OutageDuringRollout(),
                new MaxUnavailableTooHigh(),
                new RevisionHistory(),
                new ReadinessProbeMissing());
    }
}
