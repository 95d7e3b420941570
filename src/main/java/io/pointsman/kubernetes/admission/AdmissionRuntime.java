package io.pointsman.kubernetes.admission;

import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.micrometer.core.instrument.MeterRegistry;
import io.pointsman.admission.Admission;
import io.pointsman.admission.WebhookServer;
import io.pointsman.config.PointsmanConfig;
import io.pointsman.policy.Policies;
import io.pointsman.policy.Settings;
import io.pointsman.policy.rule.Rules;
import io.pointsman.security.Access;
import io.pointsman.security.certificate.CertificateKeeper;
import io.pointsman.security.certificate.CertificateKeeper.Lifetimes;
import io.pointsman.security.certificate.Issuer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Runs admission: the certificate first, then the server, then the registration, while the picture of the cluster fills.
 * The server answers before that is full, with warnings alone. An API server that can't be reached is tried again.
 */
@ApplicationScoped
public class AdmissionRuntime {
    private static final Logger LOG = Logger.getLogger(AdmissionRuntime.class);
    private static final Duration DEADLINE = Duration.ofMillis(2500);
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final PointsmanConfig config;
    private final ClusterView view;
    private final Admission admission;
    private final WebhookServer server;
    private final WebhookRegistration registration;
    private final CertificateKeeper keeper;
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("certificates").daemon().factory());
    private final AtomicBoolean asked = new AtomicBoolean();
    private final List<SharedIndexInformer<?>> watches = new CopyOnWriteArrayList<>();
    private volatile String ownUser;
    private volatile boolean failing;
    private Future<?> next = CompletableFuture.completedFuture(null);

    AdmissionRuntime(
            KubernetesClient client,
            PointsmanConfig config,
            Vertx vertx,
            Access access,
            MeterRegistry registry,
            Clock clock) {
        this.client = client;
        this.config = config;
        String account = config.webhook().configurationName();
        this.ownUser = "system:serviceaccount:" + config.namespace() + ":" + account;
        this.view = new ClusterView(client);
        this.admission =
                new Admission(new Policies(Rules.all(), Settings::in), view, access, () -> ownUser, registry, clock);
        this.server = new WebhookServer(
                vertx, config.webhook().host(), config.webhook().port(), DEADLINE, admission);
        this.registration = new WebhookRegistration(client, config.webhook().configurationName());
        this.keeper = new CertificateKeeper(
                new AuthoritySecret(
                        client, config.namespace(), config.certificates().secret(), account),
                registration,
                server::serveWith,
                new Issuer(new SecureRandom()),
                Set.copyOf(config.certificates().hosts()),
                Lifetimes.DEFAULT,
                clock);
    }

    void start(@Observes StartupEvent startup) {
        if (!config.webhook().enabled()) {
            LOG.info("The webhooks are switched off");
            return;
        }
        loop.execute(admission::warmUp);
        keepSoon();
        loop.execute(this::watch);
    }

    /** The port that the webhooks are served on, 0 while they are not. */
    public int port() {
        return server.listeningPort();
    }

    /** What this process still lacks to do its part; nothing when it is ready. */
    public List<String> lacking() {
        if (!config.webhook().enabled()) {
            return List.of();
        }
        List<String> lacking = new ArrayList<>();
        if (server.listeningPort() == 0) {
            lacking.add("the webhook server does not listen yet");
        }
        if (!view.synced()) {
            lacking.add("the cluster has not been seen whole yet");
        }
        return lacking;
    }

    private void watch() {
        view.start();
        watches.addAll(registration.watch(this::keepSoon));
        watches.add(SecretWatch.start(
                client, config.namespace(), config.certificates().secret(), this::keepSoon));
        loop.execute(this::learnOwnName);
    }

    private void learnOwnName() {
        try {
            SelfSubjectReview review =
                    client.authentication().v1().selfSubjectReviews().create(new SelfSubjectReview());
            ownUser = review.getStatus().getUserInfo().getUsername();
            LOG.infof("Known to the API server as user=%s", ownUser);
        } catch (KubernetesClientException e) {
            LOG.debugf("The API server did not say who we are, trying again: %s", e.getMessage());
            loop.schedule(this::learnOwnName, AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void keepSoon() {
        if (asked.compareAndSet(false, true) && !loop.isShutdown()) {
            loop.execute(this::keep);
        }
    }

    private void keep() {
        asked.set(false);
        Duration again;
        try {
            again = keeper.keep();
            failing = false;
        } catch (RuntimeException e) {
            again = AGAIN;
            if (!failing) {
                LOG.warnf("The webhook's certificate is not in order yet, trying again: %s", e.getMessage());
                LOG.debug("The webhook's certificate is not in order yet", e);
                failing = true;
            }
        }
        if (!loop.isShutdown()) {
            next.cancel(false);
            next = loop.schedule(this::keepSoon, again.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void stop(@Observes ShutdownEvent shutdown) {
        loop.shutdownNow();
        server.stop();
        watches.forEach(SharedIndexInformer::stop);
        view.close();
    }
}
