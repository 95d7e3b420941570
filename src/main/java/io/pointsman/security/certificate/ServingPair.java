package io.pointsman.security.certificate;

import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A certificate to serve with and its key. The pair is checked: a server that is given a wrong one breaks every handshake. */
public record ServingPair(X509Certificate certificate, PrivateKey key) {
    public ServingPair {
        KeyPairing.require(certificate, key);
    }

    /** The names and addresses that it stands for. */
    public Set<String> hosts() {
        Set<String> hosts = new TreeSet<>();
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names != null) {
                names.forEach(name -> hosts.add(String.valueOf(name.get(1))));
            }
        } catch (CertificateParsingException e) {
            return Set.of();
        }
        return hosts;
    }

    /** Whether two thirds of its life are over. */
    public boolean isDue(Instant now) {
        return isDue(certificate, now);
    }

    static boolean isDue(X509Certificate certificate, Instant now) {
        Instant from = certificate.getNotBefore().toInstant();
        Duration life = Duration.between(from, certificate.getNotAfter().toInstant());
        return !now.isBefore(from.plus(life.multipliedBy(2).dividedBy(3)));
    }

    @Override
    public String toString() {
        return "ServingPair[" + certificate.getSerialNumber().toString(16) + "]";
    }
}
