package io.pointsman.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Pointsman as users run it: the built jar in a process of its own, which can be killed without warning. */
public final class PointsmanProcess {
    private static final Path JAR = Path.of(System.getProperty("built.jar", "target/quarkus-app/quarkus-run.jar"));
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);

    private final Map<String, String> environment;
    private final Path log;
    private final int httpPort = freePort();
    private final int webhookPort = freePort();
    private Process process;

    private PointsmanProcess(Path kubeconfig, Map<String, String> settings) {
        environment = new TreeMap<>(Map.of(
                "KUBECONFIG",
                kubeconfig.toString(),
                "QUARKUS_HTTP_HOST",
                "127.0.0.1",
                "QUARKUS_HTTP_PORT",
                String.valueOf(httpPort),
                "POINTSMAN_WEBHOOK_HOST",
                "127.0.0.1",
                "POINTSMAN_WEBHOOK_PORT",
                String.valueOf(webhookPort),
                "POINTSMAN_CERTIFICATES_HOSTS",
                "127.0.0.1"));
        environment.putAll(settings);
        try {
            Files.createDirectories(Path.of("target/logs"));
            log = Path.of("target/logs", "pointsman-" + httpPort + ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = launch();
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    /** Starts it with the rights of that kubeconfig, on free ports of the loopback, and returns at once. */
    public static PointsmanProcess start(Path kubeconfig, Map<String, String> settings) {
        return new PointsmanProcess(kubeconfig, settings);
    }

    private Process launch() {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it says that it is ready; fails with its log when it ends or does not get there. */
    public PointsmanProcess awaitReady() {
        Awaitility.await("Pointsman is ready")
                .atMost(READY_WITHIN)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("Pointsman ended with code " + process.exitValue() + ":\n" + log());
                    }
                    return ready();
                });
        return this;
    }

    private boolean ready() throws InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                                    HttpRequest.newBuilder(URI.create(http() + "/q/health/ready"))
                                            .timeout(Duration.ofSeconds(2))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Ends it as a power cut would, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Asks it to end, as the kubelet does, and waits until it has. */
    public void terminate() {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new AssertionError("Pointsman did not end within 30 s:\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts it again on the same ports; returns at once. */
    public PointsmanProcess startAgain() {
        process = launch();
        return this;
    }

    /** The base URL of its HTTP API. */
    public String http() {
        return "http://127.0.0.1:" + httpPort;
    }

    /** The base URL of its webhook server. */
    public String webhook() {
        return "https://127.0.0.1:" + webhookPort;
    }

    /** All that it has printed so far. */
    public String log() {
        return DevCluster.file(log.toString());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
