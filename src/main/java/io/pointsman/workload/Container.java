package io.pointsman.workload;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container of a pod template.
 *
 * @param requests amounts of resources that are set aside for it
 * @param sidecar an init container that keeps running (restartPolicy Always)
 */
public record Container(
        String name,
        String image,
        List<Port> ports,
        @Nullable Probe startup,
        @Nullable Probe readiness,
        @Nullable Probe liveness,
        @Nullable PreStop preStop,
        Map<String, BigDecimal> requests,
        boolean sidecar) {
    /**
     * A port that a container says it listens on.
     *
     * @param hostPort the node's port that it takes, 0 for none
     */
    public record Port(String name, int number, String protocol, int hostPort) {}

    public Container {
        ports = List.copyOf(ports);
        requests = Map.copyOf(requests);
    }

    static Container read(Fields container) {
        return new Container(
                container.text("name", ""),
                container.text("image", ""),
                container.each(
                        "ports",
                        p -> new Port(
                                p.text("name", ""),
                                p.integer("containerPort", 0),
                                p.text("protocol", "TCP"),
                                p.integer("hostPort", 0))),
                container.optional("startupProbe", Probe::read),
                container.optional("readinessProbe", Probe::read),
                container.optional("livenessProbe", Probe::read),
                PreStop.read(container),
                container.in("resources").quantities("requests"),
                container.text("restartPolicy", "").equals("Always"));
    }

    /**
     * At worst: the startup probe's whole patience, then one round of the readiness probe. A probe's initial delay counts
     * from the start of the container, so the longer of the two counts, not their sum.
     */
    int worstSecondsToReady() {
        long started = startup == null ? 0 : startup.patience();
        long asked = readiness == null ? 0 : readiness.initialDelaySeconds();
        long round = readiness == null ? 0 : (long) readiness.periodSeconds() * readiness.successThreshold();
        return (int) Math.min(Math.max(started, asked) + round, Integer.MAX_VALUE);
    }

    /** The earliest moment at which it can be ready, in seconds from its start. */
    public int soonestSecondsToReady() {
        return Math.max(
                startup == null ? 0 : startup.initialDelaySeconds(),
                readiness == null ? 0 : readiness.initialDelaySeconds());
    }
}
