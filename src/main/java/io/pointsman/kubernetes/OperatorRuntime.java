package io.pointsman.kubernetes;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.pointsman.config.PointsmanConfig;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs the reconcilers, on the leader alone. An API server that cannot be reached, or that does not know our kinds yet, does
 * not stop the process: it is tried again, and admission answers in the meantime.
 */
@ApplicationScoped
public class OperatorRuntime {
    private static final Logger LOG = Logger.getLogger(OperatorRuntime.class);
    private static final Duration AGAIN = Duration.ofSeconds(2);
    private static final long FIRST_RETRY_MILLIS = 200;
    private static final long LAST_RETRY_MILLIS = 5_000;

    private final KubernetesClient client;
    private final PointsmanConfig.Leader leader;
    private final String namespace;
    private final LeaseOwner leaseOwner;
    private final List<Reconciler<?>> reconcilers;
    private final ScheduledExecutorService starter = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("operator-start").daemon().factory());
    private volatile boolean stopping;
    private volatile @Nullable Operator running;

    OperatorRuntime(KubernetesClient client, PointsmanConfig config, @All List<Reconciler<?>> reconcilers) {
        this.client = client;
        this.leader = config.leader();
        this.namespace = config.namespace();
        this.leaseOwner = new LeaseOwner(
                client, namespace, leader.leaseName(), config.webhook().configurationName());
        this.reconcilers = List.copyOf(reconcilers);
    }

    void start(@Observes StartupEvent startup) {
        starter.execute(this::tryToStart);
    }

    /** Whether the reconcilers' caches are synced; on a follower they are, too. */
    public boolean started() {
        Operator operator = running;
        return operator != null && operator.getRuntimeInfo().isStarted();
    }

    private void tryToStart() {
        if (stopping) {
            return;
        }
        Operator operator = new Operator(this::configure);
        try {
            reconcilers.forEach(r -> register(operator, r));
            operator.start();
            running = operator;
            if (stopping) {
                operator.stop();
            }
        } catch (OperatorException e) {
            LOG.warnf(
                    "the operations cannot be watched yet, trying again in %d s: %s",
                    AGAIN.toSeconds(), rootOf(e).getMessage());
            stopQuietly(operator);
            starter.schedule(this::tryToStart, AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @SuppressWarnings("unchecked")
    private static <C extends CustomResource<?, ?>> void register(Operator operator, Reconciler<?> reconciler) {
        operator.register(
                (Reconciler<C>) reconciler,
                c -> c.withRetry(new GenericRetry()
                        .withoutMaxAttempts()
                        .setInitialInterval(FIRST_RETRY_MILLIS)
                        .setIntervalMultiplier(1.5)
                        .setMaxInterval(LAST_RETRY_MILLIS)));
    }

    private void configure(ConfigurationServiceOverrider configuration) {
        configuration
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .checkingCRDAndValidateLocalModel(false)
                .withStopOnInformerErrorDuringStartup(true)
                .withCacheSyncTimeout(Duration.ofSeconds(30))
                .withReconciliationTerminationTimeout(Duration.ofSeconds(5))
                .withExecutorService(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("reconcile-", 0).factory()));
        if (leader.enabled()) {
            configuration.withLeaderElectionConfiguration(
                    LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(leader.leaseName())
                            .withLeaseNamespace(namespace)
                            .withLeaseDuration(leader.duration())
                            .withRenewDeadline(leader.renewDeadline())
                            .withRetryPeriod(leader.retryPeriod())
                            .withLeaderCallbacks(new LeaderCallbacks(this::lead, this::standBack, elected -> {}))
                            .build());
        }
    }

    /** The election waits for this, so it hands off at once. */
    private void lead() {
        if (!stopping) {
            starter.execute(leaseOwner::adopt);
        }
    }

    /**
     * The lease is lost, because the API server was away or this process was too slow. The operator goes on reconciling by
     * itself in that case, so it is stopped, and a new one stands for election: the process stays, and with it admission.
     */
    private void standBack() {
        if (!stopping) {
            LOG.warn("leadership is lost; operations stop here until it is won again");
            starter.execute(() -> {
                Operator old = running;
                running = null;
                if (old != null) {
                    stopQuietly(old);
                }
                tryToStart();
            });
        }
    }

    private static Throwable rootOf(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    private static void stopQuietly(Operator operator) {
        try {
            operator.stop();
        } catch (OperatorException e) {
            LOG.debugf(e, "a half-started operator did not stop cleanly");
        }
    }

    void stop(@Observes ShutdownEvent shutdown) {
        stopping = true;
        starter.shutdownNow();
        Operator operator = running;
        if (operator != null) {
            operator.stop();
        }
    }
}
