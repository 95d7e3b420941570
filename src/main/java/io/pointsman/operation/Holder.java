package io.pointsman.operation;

/** Who holds an object, as its {@code held-by} annotation and the operation that it names say together. */
public sealed interface Holder {
    /** Nobody: no annotation, or one that is void because its operation is gone, finished, or does not name the object back. */
    record Free() implements Holder {}

    /** The operation that asks. */
    record Ours() implements Holder {}

    /** Another operation, which is live. */
    record Other(OperationRef operation, String phase) implements Holder {
        /** For messages: {@code BlueGreenSwap/x (Verifying)}. */
        public String shown() {
            return operation.shown() + " (" + phase + ")";
        }
    }
}
