package io.pointsman.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * The answer to a change.
 *
 * @param judged every finding with its action, the strictest and worst first
 * @param notices what the author should know besides, such as an exemption that has expired
 */
public record Verdict(Environment environment, List<Judged> judged, List<String> notices) {
    public Verdict {
        judged = List.copyOf(judged);
        notices = List.copyOf(notices);
    }

    public boolean allowed() {
        return judged.stream().noneMatch(j -> j.action() == Action.Deny);
    }

    public List<Judged> denials() {
        return withAction(Action.Deny);
    }

    /** What to tell the author: the findings that warn, then the notices. */
    public List<String> warnings() {
        List<String> lines = new ArrayList<>();
        withAction(Action.Warn).forEach(judged -> lines.add(judged.message()));
        lines.addAll(notices);
        return List.copyOf(lines);
    }

    private List<Judged> withAction(Action action) {
        return judged.stream().filter(j -> j.action() == action).toList();
    }
}
