package io.pointsman.operation.pace;

/** Where a paced rollout stands, as {@code kubectl get} shows it. Each phase is written down before what it stands for is done. */
public enum PacePhase {
    /** Nothing is held: the target is missing, busy, or held by somebody else. */
    Pending,
    /** The target is decided; it is being taken. */
    Locking,
    /** What will be written and what will be given back is written down; the first batch is started. */
    Borrowing,
    /** The controller is free to replace one batch, until it has reached the boundary. */
    Rolling,
    /** Paused at the boundary; the new pods must prove themselves. */
    Settling,
    /** All new pods are proven; the last old ones leave. */
    Finishing,
    /** A batch failed; the template that was found is back, and the pods go back to it. */
    Undoing,
    /** It goes no further; the workload is being held where it is. */
    Stopping,
    /** The end is decided and written down; what was borrowed is given back and the workload given free. */
    GivingBack,
    /** Done and proven. */
    Complete,
    /** Ended otherwise, with nothing of the workload's settings held. */
    Failed,
    /** Ended half way on purpose: it keeps what it borrowed, and the status says how to give it back. */
    Stopped;

    /** Whether the operation has ended and will never do anything again. */
    public boolean finished() {
        return this == Complete || this == Failed || this == Stopped;
    }
}
