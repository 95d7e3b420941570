package io.pointsman.security.certificate;

/** Keeps the authorities where all replicas find them. Writes are compare-and-set, so that all agree on one. */
public interface AuthorityStore {
    /** What is there now. */
    Stored load();

    /** Puts {@code next} in the place of {@code seen}; false when somebody else has written since. */
    boolean replace(Stored seen, Authorities next);

    /** What was found. */
    sealed interface Stored {}

    /** Nothing is kept yet. */
    record Nothing() implements Stored {}

    /**
     * Something is kept that cannot be used.
     *
     * @param problem why not, in a few words
     */
    record Unusable(String version, String problem) implements Stored {}

    /** The authorities, as of that version of the place they are kept in. */
    record Kept(String version, Authorities authorities) implements Stored {}
}
