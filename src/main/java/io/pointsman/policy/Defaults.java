package io.pointsman.policy;

/**
 * A rule's action where no policy says otherwise.
 *
 * @param unlabeled where no environment is given, and in staging
 */
public record Defaults(Action unlabeled, Action production, Action development) {
    /** In development the same as without a label. */
    public Defaults(Action unlabeled, Action production) {
        this(unlabeled, production, unlabeled);
    }

    public Action in(Environment environment) {
        return switch (environment) {
            case production -> production;
            case development -> development;
            case staging, unlabeled -> unlabeled;
        };
    }
}
