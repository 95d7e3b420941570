package io.pointsman.security.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pointsman.security.certificate.CertificateKeeper.Lifetimes;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CertificateKeeperTest {
    private static final Lifetimes LIFETIMES =
            new Lifetimes(Duration.ofDays(300), Duration.ofDays(30), Duration.ofSeconds(30));
    private final Issuer issuer = new Issuer(new SecureRandom());
    private final Store store = new Store();
    private final List<String> published = new ArrayList<>();
    private boolean registered = true;
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");

    /** One Secret, as the API server keeps it. */
    private static final class Store implements AuthorityStore {
        private Stored stored = new Nothing();
        private int version;
        private Runnable beforeReplace = () -> {};

        @Override
        public Stored load() {
            return stored;
        }

        @Override
        public boolean replace(Stored seen, Authorities next) {
            beforeReplace.run();
            if (!seen.equals(stored)) {
                return false;
            }
            stored = new Kept(Integer.toString(++version), next);
            return true;
        }
    }

    private final class Replica {
        private final List<ServingPair> served = new ArrayList<>();
        private final CertificateKeeper keeper = new CertificateKeeper(
                store,
                bundle -> {
                    published.add(bundle);
                    return registered;
                },
                served::add,
                issuer,
                Set.of("pointsman.pointsman-system.svc", "127.0.0.1"),
                LIFETIMES,
                new Clock() {
                    @Override
                    public ZoneOffset getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(ZoneId zone) {
                        return this;
                    }

                    @Override
                    public Instant instant() {
                        return now;
                    }
                });

        private X509Certificate last() {
            return served.getLast().certificate();
        }
    }

    private static boolean trusts(String bundle, X509Certificate certificate) throws Exception {
        for (String block : bundle.split("(?<=-----END CERTIFICATE-----\n)")) {
            try {
                certificate.verify(Pem.certificate(block).getPublicKey());
                return true;
            } catch (SignatureException | InvalidKeyException e) {
                continue;
            }
        }
        return false;
    }

    @Test
    void theFirstCertificateIsServedAndTrusted() throws Exception {
        Replica replica = new Replica();

        replica.keeper.keep();

        assertThat(replica.served).hasSize(1);
        assertThat(replica.served.getFirst().hosts()).containsExactly("127.0.0.1", "pointsman.pointsman-system.svc");
        assertThat(trusts(published.getLast(), replica.last())).isTrue();
    }

    @Test
    void twoReplicasThatStartAtOnceAgreeOnOneAuthority() throws Exception {
        Replica first = new Replica();
        Replica second = new Replica();
        store.beforeReplace = () -> {
            store.beforeReplace = () -> {};
            second.keeper.keep();
        };

        first.keeper.keep();

        assertThat(published.getLast()).isEqualTo(published.getFirst());
        assertThat(trusts(published.getLast(), first.last())).isTrue();
        assertThat(trusts(published.getLast(), second.last())).isTrue();
    }

    @Test
    void aCertificateIsRenewedAtTwoThirdsOfItsLife() {
        Replica replica = new Replica();
        replica.keeper.keep();

        now = now.plus(Duration.ofDays(19));
        replica.keeper.keep();
        assertThat(replica.served).hasSize(1);

        now = now.plus(Duration.ofDays(2));
        replica.keeper.keep();
        assertThat(replica.served).hasSize(2);
    }

    @Test
    void aNewAuthorityServesOnlyAfterItIsTrustedAndTheOldOneStaysTrusted() throws Exception {
        Replica renewing = new Replica();
        Replica other = new Replica();
        renewing.keeper.keep();
        other.keeper.keep();
        now = now.plus(Duration.ofDays(195));
        renewing.keeper.keep();
        other.keeper.keep();
        int servedBefore = renewing.served.size();
        now = now.plus(Duration.ofDays(6));

        Duration again = renewing.keeper.keep();
        other.keeper.keep();

        assertThat(published.getLast().split("BEGIN CERTIFICATE")).hasSize(3);
        assertThat(renewing.served).hasSize(servedBefore);
        assertThat(trusts(published.getLast(), other.last())).isTrue();
        assertThat(again).isEqualTo(LIFETIMES.settle());

        now = now.plus(again);
        renewing.keeper.keep();
        other.keeper.keep();
        assertThat(renewing.served).hasSize(servedBefore + 1);
        assertThat(trusts(published.getLast(), renewing.last())).isTrue();
        assertThat(trusts(published.getLast(), other.last())).isTrue();
    }

    @Test
    void waitsForTheRegistrationAndServesMeanwhile() {
        registered = false;
        Replica replica = new Replica();

        assertThat(replica.keeper.keep()).isPositive();
        assertThat(replica.served).hasSize(1);
    }

    @Test
    void anUnusableSecretIsReplaced() {
        store.stored = new AuthorityStore.Unusable("7", "ca.key is missing");

        new Replica().keeper.keep();

        assertThat(store.stored).isInstanceOf(AuthorityStore.Kept.class);
    }

    @Test
    void aKeyOfAnotherCertificateIsNotAccepted() {
        Authority one = issuer.authority(now, Duration.ofDays(1));
        Authority other = issuer.authority(now, Duration.ofDays(1));

        assertThatThrownBy(() -> new Authority(one.certificate(), other.key()))
                .hasMessageContaining("does not belong to the certificate");
    }

    @Test
    void whatIsWrittenAsTextIsReadBack() throws Exception {
        Authority authority = issuer.authority(now, Duration.ofDays(1));

        assertThat(Pem.certificate(Pem.of(authority.certificate()))).isEqualTo(authority.certificate());
        assertThat(Pem.key(Pem.of(authority.key()))).isEqualTo(authority.key());
    }
}
