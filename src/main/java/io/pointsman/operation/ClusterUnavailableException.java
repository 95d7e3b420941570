package io.pointsman.operation;

/** The API server gave no answer; the message is a sentence for people. Trying again later is right. */
public final class ClusterUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClusterUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
