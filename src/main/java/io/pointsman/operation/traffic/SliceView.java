package io.pointsman.operation.traffic;

import java.util.List;
import java.util.Optional;

/**
 * An EndpointSlice as far as a proof needs it.
 *
 * @param addressType {@code IPv4}, {@code IPv6} or {@code FQDN}
 */
public record SliceView(String name, String addressType, List<Port> ports, List<Endpoint> endpoints) {
    public SliceView {
        ports = List.copyOf(ports);
        endpoints = List.copyOf(endpoints);
    }

    /** A port that every endpoint of the slice answers on; empty name: the Service's only port has none. */
    public record Port(String name, String protocol) {}

    /**
     * One endpoint.
     *
     * @param ready an absent {@code conditions.ready} counts as true, as the API says
     * @param targetUid the uid of the pod behind it; empty when there is none, as in slices that somebody else wrote
     */
    public record Endpoint(String address, boolean ready, Optional<String> targetUid) {}

    boolean serves(ServiceView.Port port) {
        return ports.stream()
                .anyMatch(p -> p.name().equals(port.name()) && p.protocol().equals(port.protocol()));
    }
}
