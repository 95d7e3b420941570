package io.pointsman.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.pointsman.operation.ClusterUnavailableException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Calls to the API server that somebody waits for: they answer soon, or say in a sentence that they could not. */
public final class ApiCalls {
    private static final int TIMEOUT_MILLIS = 3_000;

    private ApiCalls() {}

    /** The same client, for calls that are made once, within 3 seconds, and not again behind the asker's back. */
    public static KubernetesClient prompt(KubernetesClient client) {
        return client.newClient(
                        new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                                .withRequestTimeout(TIMEOUT_MILLIS)
                                .withRequestRetryBackoffLimit(0)
                                .build())
                .adapt(KubernetesClient.class);
    }

    /**
     * Makes the call.
     *
     * @throws ClusterUnavailableException when there was no answer, or one that says to come back later
     */
    public static <T> T ask(KubernetesClient client, Supplier<T> call) {
        try {
            return call.get();
        } catch (KubernetesClientException e) {
            throw unavailable(client, e)
                    .<RuntimeException>map(why -> new ClusterUnavailableException(why, e))
                    .orElse(e);
        }
    }

    /** A sentence, when that error says nothing about the request itself. */
    public static Optional<String> unavailable(KubernetesClient client, KubernetesClientException e) {
        String server = "the Kubernetes API server at "
                + client.getMasterUrl().toString().replaceFirst("/$", "");
        // Without an answer there is no status code; the client then says 0 or -1, by the way in which it failed.
        if (e.getCode() <= 0) {
            return Optional.of(server + " does not answer (" + cause(e) + ")");
        }
        return switch (e.getCode()) {
            case 401 -> Optional.of(server + " does not accept Pointsman's own credentials");
            case 429 -> Optional.of(server + " is too busy (" + Writes.sentence(e) + ")");
            default ->
                e.getCode() >= 500
                        ? Optional.of(server + " answers " + e.getCode() + " (" + Writes.sentence(e) + ")")
                        : Optional.empty();
        };
    }

    private static String cause(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return switch (root) {
            case ConnectException refused -> "connection refused";
            case UnknownHostException unknown -> "unknown host";
            case TimeoutException late -> "timed out";
            default -> root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        };
    }
}
