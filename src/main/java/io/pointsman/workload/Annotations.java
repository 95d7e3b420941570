package io.pointsman.workload;

/**
 * Every annotation and label that Pointsman reads or writes on other people's objects. This is the one list; what each
 * means is written in the reference. An annotation about a running operation counts only while that operation is live
 * and names the object back: annotations are copied to ReplicaSets and come back with {@code kubectl rollout undo}.
 */
public final class Annotations {
    /** On a Service: it is managed, and this label key tells its colors apart. */
    public static final String COLOR_LABEL = "pointsman.io/color-label";

    /** On a Service or workload: {@code <kind>/<name>/<uid>} of the operation that holds it. */
    public static final String HELD_BY = "pointsman.io/held-by";

    /** On a workload, beside {@link #HELD_BY}: the values that the operation borrowed, as JSON. */
    public static final String BORROWED = "pointsman.io/borrowed";

    /** On a guarded object: {@code <until> <reason>} lets guarded changes through until then. */
    public static final String BREAK_GLASS = "pointsman.io/break-glass";

    /** On a namespace: {@code <until> <reason>} keeps operations from starting. */
    public static final String FREEZE = "pointsman.io/freeze";

    /** On a workload: its place within a fleet, a number. */
    public static final String ORDER = "pointsman.io/order";

    /** Prefix of an exemption, {@code exempt.pointsman.io/<rule>: <until> <reason>}. */
    public static final String EXEMPT_PREFIX = "exempt.pointsman.io/";

    /** On an operation: the user who asked for it, stamped at admission. */
    public static final String REQUESTED_BY = "pointsman.io/requested-by";

    /**
     * On an operation that was asked for over HTTP: a fingerprint of the request, by which a retry is told from another
     * request under the same {@code Idempotency-Key}.
     */
    public static final String REQUEST = "pointsman.io/request";

    /** Label on a namespace or workload: {@code production}, {@code staging} or {@code development}. */
    public static final String ENVIRONMENT = "pointsman.io/environment";

    /** Label on a namespace or workload: {@code core} or {@code auxiliary}. */
    public static final String TIER = "pointsman.io/tier";

    private Annotations() {}
}
