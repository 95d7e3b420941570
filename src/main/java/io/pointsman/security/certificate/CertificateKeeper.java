package io.pointsman.security.certificate;

import io.pointsman.security.certificate.AuthorityStore.Kept;
import io.pointsman.security.certificate.AuthorityStore.Nothing;
import io.pointsman.security.certificate.AuthorityStore.Stored;
import io.pointsman.security.certificate.AuthorityStore.Unusable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a good certificate being served, and trusted. Each {@link #keep()} looks at what is there and does what is due:
 *
 * <ol>
 *   <li>No usable authority is kept: makes one. Two thirds of the authority's life are over: makes its successor, and the
 *       old one stays trusted until it expires. Of several replicas that do this at once, one wins and the others take
 *       what it wrote.
 *   <li>Publishes the authorities that must be trusted.
 *   <li>Nothing is served yet, or two thirds of the certificate's life are over, or it stands for other hosts, or it is of
 *       the authority before and its successor has been published for the settle time: issues a new one and hands it to
 *       the server, which serves on meanwhile.
 * </ol>
 */
public final class CertificateKeeper {
    private static final Logger LOG = Logger.getLogger(CertificateKeeper.class);
    private static final int ATTEMPTS = 5;

    /** How long things last. */
    public record Lifetimes(Duration authority, Duration serving, Duration settle) {
        public static final Lifetimes DEFAULT =
                new Lifetimes(Duration.ofDays(730), Duration.ofDays(30), Duration.ofSeconds(30));
    }

    private final AuthorityStore store;
    private final TrustPublisher publisher;
    private final Consumer<ServingPair> server;
    private final Issuer issuer;
    private final Set<String> hosts;
    private final Lifetimes lifetimes;
    private final Clock clock;

    private @Nullable ServingPair serving;
    private @Nullable String published;
    private Instant publishedSince = Instant.MIN;

    public CertificateKeeper(
            AuthorityStore store,
            TrustPublisher publisher,
            Consumer<ServingPair> server,
            Issuer issuer,
            Set<String> hosts,
            Lifetimes lifetimes,
            Clock clock) {
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("a serving certificate needs at least one host name or address");
        }
        this.store = store;
        this.publisher = publisher;
        this.server = server;
        this.issuer = issuer;
        this.hosts = new TreeSet<>(hosts);
        this.lifetimes = lifetimes;
        this.clock = clock;
    }

    /** Does what is due, and says in how long to look again. What the store or the publisher throw passes through. */
    public synchronized Duration keep() {
        Instant now = clock.instant();
        Authorities authorities = authorities(now);
        if (serving == null) {
            serve(authorities, now);
        }
        publish(authorities, now);
        boolean settled = published != null && !now.isBefore(publishedSince.plus(lifetimes.settle()));
        if (serving != null && isStale(serving, authorities, now) && settled) {
            serve(authorities, now);
        }
        return serving != null && authorities.current().signed(serving.certificate())
                ? Duration.ofHours(1)
                : lifetimes.settle();
    }

    private boolean isStale(ServingPair pair, Authorities authorities, Instant now) {
        return pair.isDue(now) || !authorities.current().signed(pair.certificate());
    }

    private void serve(Authorities authorities, Instant now) {
        ServingPair next = issuer.serving(authorities.current(), hosts, now, lifetimes.serving());
        if (!next.hosts().containsAll(hosts)) {
            throw new IllegalStateException(
                    "the new serving certificate stands for " + next.hosts() + ", not for " + hosts);
        }
        server.accept(next);
        serving = next;
        LOG.infof(
                "Serving with a new certificate until=%s hosts=%s",
                next.certificate().getNotAfter().toInstant(), hosts);
    }

    private void publish(Authorities authorities, Instant now) {
        String bundle = Pem.of(authorities.trusted(now));
        if (!publisher.publish(bundle)) {
            published = null;
        } else if (!bundle.equals(published)) {
            published = bundle;
            publishedSince = now;
        }
    }

    private Authorities authorities(Instant now) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Stored stored = store.load();
            Authorities next = switch (stored) {
                case Nothing() -> Authorities.first(issuer.authority(now, lifetimes.authority()));
                case Unusable(String version, String problem) -> {
                    LOG.warnf("The kept certificate authority is replaced: %s version=%s", problem, version);
                    yield Authorities.first(issuer.authority(now, lifetimes.authority()));
                }
                case Kept(String version, Authorities kept) -> {
                    if (!ServingPair.isDue(kept.current().certificate(), now)) {
                        yield kept;
                    }
                    LOG.infof("The certificate authority is renewed version=%s", version);
                    yield kept.succeededBy(issuer.authority(now, lifetimes.authority()));
                }
            };
            if ((stored instanceof Kept(String version, Authorities kept) && kept.equals(next))
                    || store.replace(stored, next)) {
                return next;
            }
        }
        throw new IllegalStateException(
                "the certificate authority was changed by others " + ATTEMPTS + " times in a row");
    }
}
