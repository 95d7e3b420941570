package io.pointsman.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ready once the API server has answered, and for good: a process that cannot reach it from the start is set up wrongly and
 * gets no traffic, but one that loses it later must go on serving. Without endpoints the webhooks would be skipped when the
 * API server comes back, and callers of the control API would get no sentence. It is tried for ever; the process stays live.
 */
@Readiness
@ApplicationScoped
class ApiServerReached implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(ApiServerReached.class);
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("api-server-reached").factory());
    private volatile boolean reached;
    private @Nullable String said;

    ApiServerReached(KubernetesClient client) {
        this.client = ApiCalls.prompt(client);
    }

    void start(@Observes StartupEvent startup) {
        asking.execute(this::ask);
    }

    void stop(@Observes ShutdownEvent shutdown) {
        asking.shutdownNow();
    }

    private void ask() {
        try {
            String version = client.getKubernetesVersion().getGitVersion();
            LOG.infof("the Kubernetes API server at %s answers: %s", client.getMasterUrl(), version);
            reached = true;
            asking.shutdown();
        } catch (KubernetesClientException e) {
            String why = ApiCalls.unavailable(client, e).orElseGet(() -> Writes.sentence(e));
            if (!why.equals(said)) {
                LOG.warnf("%s: trying again every %d s", why, AGAIN.toSeconds());
                said = why;
            }
            asking.schedule(this::ask, AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("the Kubernetes API server was reached")
                .status(reached);
        return reached
                ? response.build()
                : response.withData("url", String.valueOf(client.getMasterUrl()))
                        .build();
    }
}
