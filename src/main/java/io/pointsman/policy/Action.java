package io.pointsman.policy;

/** What follows from a finding, from the mildest to the strictest. */
public enum Action {
    /** The rule is not asked. */
    Off,
    /** It is reported where findings are collected; who makes the change hears nothing. */
    Audit,
    /** Who makes the change is told. */
    Warn,
    /** The change is refused. */
    Deny;

    /** The milder of the two. */
    public Action atMost(Action limit) {
        return compareTo(limit) <= 0 ? this : limit;
    }
}
