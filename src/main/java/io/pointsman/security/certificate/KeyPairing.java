package io.pointsman.security.certificate;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;

/** Whether a private key is the one of a certificate: signs with the one and verifies with the other. */
final class KeyPairing {
    private static final byte[] PROBE = "pointsman".getBytes(StandardCharsets.US_ASCII);

    private KeyPairing() {}

    static void require(X509Certificate certificate, PrivateKey key) {
        if (!matches(certificate, key)) {
            throw new IllegalArgumentException("the private key does not belong to the certificate of "
                    + certificate.getSubjectX500Principal().getName());
        }
    }

    private static boolean matches(X509Certificate certificate, PrivateKey key) {
        try {
            Signature signing = Signature.getInstance(Issuer.SIGNATURE);
            signing.initSign(key);
            signing.update(PROBE);
            byte[] signature = signing.sign();
            Signature verifying = Signature.getInstance(Issuer.SIGNATURE);
            verifying.initVerify(certificate.getPublicKey());
            verifying.update(PROBE);
            return verifying.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
