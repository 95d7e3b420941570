package io.pointsman.policy;

import java.util.Objects;

/**
 * Something that a rule has found in an object.
 *
 * @param rule the rule's id
 * @param about what within the object it is about, such as a container's name; with the rule it is the finding's identity
 *     when an object before and after a change are compared
 * @param path the field, such as {@code spec.strategy.type}
 * @param is what is there and what it leads to; reads on after the path
 * @param should what should be there; reads on after "should be"
 * @param fix the edit that removes the finding, as an order
 * @param badness grows with how bad it is; only compared between findings of the same identity
 * @param atMost the strictest action that makes sense here, whatever the policy says
 */
public record Finding(
        String rule, String about, String path, String is, String should, String fix, long badness, Action atMost) {
    public Finding {
        Objects.requireNonNull(rule);
        Objects.requireNonNull(atMost);
    }

    public Finding(String rule, String about, String path, String is, String should, String fix, long badness) {
        this(rule, about, path, is, should, fix, badness, Action.Deny);
    }

    /** The same finding, never stricter than {@code limit}. */
    public Finding atMost(Action limit) {
        return new Finding(rule, about, path, is, should, fix, badness, atMost.atMost(limit));
    }

    /** Whether {@code earlier} is the same finding and was at least as bad. */
    boolean wasAlready(Finding earlier) {
        return rule.equals(earlier.rule) && about.equals(earlier.about) && badness <= earlier.badness;
    }

    /** The whole finding in one line. */
    public String message() {
        return rule + ": " + path + " " + is + "; it should be " + should + ". Fix: " + fix + ".";
    }
}
