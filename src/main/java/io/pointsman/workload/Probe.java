package io.pointsman.workload;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A probe with the API's defaults filled in. Times in seconds.
 *
 * @param handler what it asks, equal for probes that ask the same; the timing is not part of it
 */
public record Probe(
        String handler,
        int initialDelaySeconds,
        int periodSeconds,
        int timeoutSeconds,
        int successThreshold,
        int failureThreshold) {
    private static final List<String> HANDLERS = List.of("httpGet", "tcpSocket", "grpc", "exec");

    static Probe read(Fields probe) {
        ObjectNode asks = JsonNodeFactory.instance.objectNode();
        for (String handler : HANDLERS) {
            if (probe.has(handler)) {
                asks.set(handler, probe.raw().get(handler));
            }
        }
        return new Probe(
                Fingerprint.canonical(asks),
                probe.integer("initialDelaySeconds", 0),
                atLeastOne(probe.integer("periodSeconds", 10), 10),
                atLeastOne(probe.integer("timeoutSeconds", 1), 1),
                atLeastOne(probe.integer("successThreshold", 1), 1),
                atLeastOne(probe.integer("failureThreshold", 3), 3));
    }

    /** The API server puts the default in the place of 0, too. */
    private static int atLeastOne(int value, int otherwise) {
        return value < 1 ? otherwise : value;
    }

    /** The seconds from the container's start until a probe that never succeeds gives up. */
    public long patience() {
        return initialDelaySeconds + (long) failureThreshold * periodSeconds;
    }
}
