package io.pointsman.workload;

import java.util.List;
import java.util.Map;

/**
 * A Service.
 *
 * @param selector empty when it selects no pods by itself
 * @param publishNotReady whether pods count as endpoints before they are ready
 */
public record Service(
        Metadata metadata,
        String type,
        Map<String, String> selector,
        List<Port> ports,
        boolean headless,
        boolean publishNotReady)
        implements ApiObject {
    /**
     * A port of a Service.
     *
     * @param targetName the name of the container port that it leads to, empty when it leads to a number
     * @param targetNumber the number of the port that it leads to, 0 when it leads to a name
     */
    public record Port(String name, int number, String protocol, String targetName, int targetNumber) {
        /** Whether that port of a container is the one meant. */
        public boolean leadsTo(Container.Port port) {
            return port.protocol().equals(protocol)
                    && (targetName.isEmpty()
                            ? port.number() == targetNumber
                            : port.name().equals(targetName));
        }

        /** The target as a manifest writes it. */
        public String target() {
            return targetName.isEmpty() ? Integer.toString(targetNumber) : targetName;
        }
    }

    public Service {
        selector = Map.copyOf(selector);
        ports = List.copyOf(ports);
    }

    static Service read(Fields object) {
        Fields spec = object.in("spec");
        return new Service(
                Metadata.read(object),
                spec.text("type", "ClusterIP"),
                spec.strings("selector"),
                spec.each("ports", Service::port),
                spec.text("clusterIP", "").equals("None"),
                spec.flag("publishNotReadyAddresses"));
    }

    private static Port port(Fields port) {
        int number = port.integer("port", 0);
        boolean named = port.raw().path("targetPort").isTextual();
        int target = named ? 0 : port.integer("targetPort", number);
        return new Port(
                port.text("name", ""),
                number,
                port.text("protocol", "TCP"),
                named ? port.text("targetPort", "") : "",
                named || target != 0 ? target : number);
    }

    /** Whether pods with those labels are among its endpoints. */
    public boolean selects(Map<String, String> podLabels) {
        return !selector.isEmpty()
                && !type.equals("ExternalName")
                && selector.entrySet().stream().allMatch(e -> e.getValue().equals(podLabels.get(e.getKey())));
    }

    @Override
    public Kind kind() {
        return Kind.SERVICE;
    }
}
