package io.pointsman.operation.swap;

/** Where a swap stands, as {@code kubectl get} shows it. Each phase is written down before what it stands for is done. */
public enum SwapPhase {
    /** Nothing is held: the target is missing, or somebody else holds it. */
    Pending,
    /** From and to are decided; the Services are being taken, one by one in the order of their names. */
    Locking,
    /** All Services are held; the arriving color is awaited. */
    Preparing,
    /** The selectors before and after are written down; the switch is made. */
    Switching,
    /** The selectors are switched; the EndpointSlices must come to hold exactly the arriving color. */
    Verifying,
    /** The arriving color did not prove itself; what was switched goes back. */
    Reverting,
    /** The end is decided and written down; the Services are given free. */
    Releasing,
    /** Done and proven. */
    Complete,
    /** Ended otherwise; the message says what is live now. */
    Failed;

    /** Whether the operation has ended and will never do anything again. */
    public boolean finished() {
        return this == Complete || this == Failed;
    }
}
