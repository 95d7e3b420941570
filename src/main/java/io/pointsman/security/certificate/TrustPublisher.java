package io.pointsman.security.certificate;

/** Tells the API server which authorities to trust when it calls the webhooks. */
@FunctionalInterface
public interface TrustPublisher {
    /** Writes the bundle where it is not yet; true when all places that exist carry it now. */
    boolean publish(String pemBundle);
}
