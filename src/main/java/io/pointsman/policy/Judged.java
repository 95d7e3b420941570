package io.pointsman.policy;

/**
 * A finding and what follows from it.
 *
 * @param action what follows
 * @param note why it is milder than the policy's action, empty when it is not
 */
public record Judged(Finding finding, Action action, String note) {
    /** The finding in one line, with the reason for leniency. */
    public String message() {
        return note.isEmpty() ? finding.message() : finding.message() + " (" + note + ")";
    }
}
