package io.pointsman.workload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container of a pod template.
 *
 * @param sidecar an init container that keeps running (restartPolicy Always)
 */
public record Container(
        String name,
        String image,
        List<Port> ports,
        @Nullable Probe startup,
        @Nullable Probe readiness,
        @Nullable Probe liveness,
        boolean sidecar) {
    /**
     * A port that a container says it listens on.
     *
     * @param hostPort the node's port that it takes, 0 for none
     */
    public record Port(String name, int number, String protocol, int hostPort) {}

    public Container {
        ports = List.copyOf(ports);
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
                container.text("restartPolicy", "").equals("Always"));
    }
}
