package io.pointsman.operation.traffic;

import io.pointsman.operation.ObjectRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A Service as far as a swap needs it.
 *
 * @param version its resourceVersion
 * @param type {@code ClusterIP}, {@code NodePort}, {@code LoadBalancer} or {@code ExternalName}
 * @param ipFamilies {@code IPv4} and {@code IPv6}, as the API server assigned them
 * @param local whether nodes serve it from their own endpoints only (internal or external traffic policy Local)
 * @param selectorManager the field manager that last wrote the selector, for messages
 */
public record ServiceView(
        ObjectRef ref,
        String version,
        String type,
        SortedMap<String, String> selector,
        Map<String, String> annotations,
        List<Port> ports,
        List<String> ipFamilies,
        boolean headless,
        boolean publishNotReadyAddresses,
        boolean local,
        Optional<String> selectorManager) {
    public ServiceView {
        selector = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(selector));
        annotations = Map.copyOf(annotations);
        ports = List.copyOf(ports);
        ipFamilies = List.copyOf(ipFamilies);
    }

    /**
     * One port of a Service.
     *
     * @param name empty when the only port has none
     * @param targetPort a number, or the name of a container port
     */
    public record Port(String name, String protocol, String targetPort) {
        /** The name of the container port that is meant; empty when the target is a number. */
        public Optional<String> targetName() {
            return targetPort.isEmpty() || Character.isDigit(targetPort.charAt(0))
                    ? Optional.empty()
                    : Optional.of(targetPort);
        }

        /** For messages. */
        public String shown() {
            return name.isEmpty() ? "its port" : "port " + name;
        }
    }

    /** Why this Service's traffic cannot be moved by its selector, with what to do instead; empty when it can. */
    public Optional<String> refusal(String colorLabel) {
        String who = "Service " + ref.name();
        if (type.equals("ExternalName")) {
            return Optional.of(who + " is an ExternalName: it selects no pods, so there is nothing to swap");
        }
        if (selector.isEmpty()) {
            return Optional.of(
                    who + " has no selector: its endpoints are made by somebody else, so a swap cannot move them");
        }
        if (headless) {
            return Optional.of(
                    who + " is headless (clusterIP None): clients cache its pod addresses from DNS, so a swap"
                            + " cannot move them; use a Service with a cluster IP");
        }
        if (publishNotReadyAddresses) {
            return Optional.of(who + " publishes addresses of pods that are not ready: nothing could be proven;"
                    + " set spec.publishNotReadyAddresses to false");
        }
        if (!selector.containsKey(colorLabel)) {
            return Optional.of(who + " does not select by the label " + colorLabel + " (its selector is " + selector
                    + "): add the live color to spec.selector, or name the label in colorLabel");
        }
        if (selector.size() == 1) {
            return Optional.of(
                    who + " selects by " + colorLabel + " alone: pods of any application with that label would"
                            + " be caught; add a second label such as app to spec.selector");
        }
        return Optional.empty();
    }
}
