package io.pointsman.admission;

import io.pointsman.security.certificate.Pem;
import io.pointsman.security.certificate.ServingPair;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLOptions;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Serves the webhooks over TLS. The certificate can change while it serves. */
public final class WebhookServer {
    private static final Logger LOG = Logger.getLogger(WebhookServer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration DRAIN = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofMinutes(3);

    private final Vertx vertx;
    private final String host;
    private final int port;
    private final WebhookRequests requests;
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("admission-", 0).factory());
    private @Nullable HttpServer server;

    /**
     * @param port 0 takes a free one
     * @param deadline within which every review is answered, unless its request gives less time
     */
    public WebhookServer(Vertx vertx, String host, int port, Duration deadline, Admission admission) {
        this.vertx = vertx;
        this.host = host;
        this.port = port;
        this.requests = new WebhookRequests(vertx, admission, workers, deadline);
    }

    /** Serves with that certificate from now on; the first time, starts to listen. Requests under way are not disturbed. */
    public synchronized void serveWith(ServingPair pair) {
        PemKeyCertOptions pem = new PemKeyCertOptions()
                .setCertValue(Buffer.buffer(Pem.of(pair.certificate())))
                .setKeyValue(Buffer.buffer(Pem.of(pair.key())));
        if (server != null) {
            await(server.updateSSLOptions(new SSLOptions().setKeyCertOptions(pem), true), "change its certificate");
            return;
        }
        HttpServer next = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(host)
                        .setPort(port)
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(pem)
                        .setHandle100ContinueAutomatically(true)
                        .setIdleTimeout((int) IDLE.toSeconds()))
                .requestHandler(requests)
                .exceptionHandler(e -> LOG.debugf(e, "a connection to the webhook server ended"));
        await(next.listen(), "listen on " + host + ":" + port);
        server = next;
        LOG.infof("The webhook server listens host=%s port=%d", host, next.actualPort());
    }

    /** The port that it listens on, 0 when it does not. */
    public synchronized int listeningPort() {
        return server == null ? 0 : server.actualPort();
    }

    /** Answers what has been asked, tells clients to go elsewhere, and stops. */
    public synchronized void stop() {
        if (server != null) {
            requests.drain(DRAIN);
            await(server.close(), "close");
            server = null;
        }
        workers.shutdown();
    }

    private static <T> void await(io.vertx.core.Future<T> future, String what) {
        try {
            future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | CompletionException e) {
            Throwable cause = e.getCause();
            throw new IllegalStateException(
                    cause instanceof BindException
                            ? "The webhook server could not " + what + ": the port is in use or not allowed ("
                                    + cause.getMessage() + "); set pointsman.webhook.port."
                            : "The webhook server could not " + what + ".",
                    cause);
        } catch (TimeoutException e) {
            throw new IllegalStateException("The webhook server took too long to " + what + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the webhook server was to " + what + ".", e);
        }
    }
}
