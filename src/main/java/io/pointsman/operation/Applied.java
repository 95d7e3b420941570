package io.pointsman.operation;

/** How a compare-and-set write ended. An API server that cannot be reached is none of these: it is thrown, and tried again. */
public sealed interface Applied {
    /** Written. */
    record Done() implements Applied {}

    /** Somebody else wrote in the meantime, or the object is gone: observe again. */
    record Conflict(String message) implements Applied {}

    /** The API server will not take it, now or later. */
    record Refused(String message) implements Applied {}
}
