package io.pointsman.policy;

import java.util.Objects;

/**
 * A rule's section in the reference.
 *
 * @param id such as {@code recreate-strategy}
 * @param title what it finds, in a few words
 * @param what when exactly it fires
 * @param why what goes wrong otherwise
 * @param fix what to do about it
 * @param example the part of a manifest that passes
 */
public record RuleText(String id, String title, String what, String why, String fix, String example) {
    public RuleText {
        Objects.requireNonNull(id);
        Objects.requireNonNull(title);
        Objects.requireNonNull(what);
        Objects.requireNonNull(why);
        Objects.requireNonNull(fix);
        Objects.requireNonNull(example);
    }
}
