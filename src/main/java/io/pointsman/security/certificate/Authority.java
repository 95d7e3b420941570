package io.pointsman.security.certificate;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A certificate authority with its key. The pair is checked. */
public record Authority(X509Certificate certificate, PrivateKey key) {
    public Authority {
        KeyPairing.require(certificate, key);
        if (certificate.getBasicConstraints() < 0) {
            throw new IllegalArgumentException("the certificate of "
                    + certificate.getSubjectX500Principal().getName() + " is not one of an authority");
        }
    }

    /** Whether this authority has signed that certificate. */
    public boolean signed(X509Certificate other) {
        try {
            other.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "Authority[" + certificate.getSerialNumber().toString(16) + "]";
    }
}
