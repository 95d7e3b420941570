package io.pointsman.security.certificate;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The authority that signs now, and the one before it, which must be trusted as long as a certificate of it may serve.
 */
public record Authorities(Authority current, Optional<X509Certificate> previous) {
    /** A first authority. */
    public static Authorities first(Authority current) {
        return new Authorities(current, Optional.empty());
    }

    /** The same with a new authority in front. */
    public Authorities succeededBy(Authority next) {
        return new Authorities(next, Optional.of(current.certificate()));
    }

    /** The certificates that clients must trust now, the signing one first. */
    public List<X509Certificate> trusted(Instant now) {
        return Stream.concat(
                        Stream.of(current.certificate()),
                        previous.filter(p -> now.isBefore(p.getNotAfter().toInstant())).stream())
                .toList();
    }
}
