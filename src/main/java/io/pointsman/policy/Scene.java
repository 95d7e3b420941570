package io.pointsman.policy;

/** Where a rule is asked: what else is there, what the policy wants, and what is at stake. */
public record Scene(Surroundings surroundings, Settings settings, Environment environment) {}
