package io.pointsman.operation;

/** The kinds of operations, and what the Kubernetes API calls them. */
public enum OperationKind {
    BlueGreenSwap("bluegreenswaps"),
    PacedRollout("pacedrollouts");

    public static final String GROUP = "pointsman.io";

    private final String plural;

    OperationKind(String plural) {
        this.plural = plural;
    }

    /** The resource, as RBAC names it. */
    public String plural() {
        return plural;
    }
}
