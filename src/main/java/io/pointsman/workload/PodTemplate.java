package io.pointsman.workload;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What rules read of a pod template.
 *
 * @param containers the regular ones, in their order
 * @param initContainers those that run before them, sidecars (restartPolicy Always) among them
 * @param fingerprint equal for templates that a controller takes as the same revision
 */
public record PodTemplate(
        Map<String, String> labels,
        List<Container> containers,
        List<Container> initContainers,
        List<Volume> volumes,
        int terminationGracePeriodSeconds,
        boolean hostNetwork,
        Scheduling scheduling,
        Map<String, BigDecimal> overhead,
        String fingerprint) {
    public PodTemplate {
        labels = Map.copyOf(labels);
        containers = List.copyOf(containers);
        initContainers = List.copyOf(initContainers);
        volumes = List.copyOf(volumes);
        overhead = Map.copyOf(overhead);
    }

    static PodTemplate read(Fields template) {
        Fields spec = template.in("spec");
        return new PodTemplate(
                template.in("metadata").strings("labels"),
                spec.each("containers", Container::read),
                spec.each("initContainers", Container::read),
                spec.each("volumes", Volume::read),
                spec.integer("terminationGracePeriodSeconds", 30),
                spec.flag("hostNetwork"),
                Scheduling.read(spec),
                spec.quantities("overhead"),
                Fingerprint.of(template.raw()));
    }

    /** The persistent claims of the namespace that every pod of the template shares. */
    public List<Volume.Claim> sharedClaims() {
        return volumes.stream().map(Volume::claim).flatMap(Optional::stream).toList();
    }

    /** Whether its pods take ports of their node, so that no two of them fit on one. */
    public boolean takesHostPorts() {
        return allContainers()
                .flatMap(container -> container.ports().stream())
                .anyMatch(port -> port.hostPort() > 0 || (hostNetwork && port.number() > 0));
    }

    /** The seconds from the start of a pod until it is ready, at worst; 0 when no probe bounds it. Init containers are not counted. */
    public int worstSecondsToReady() {
        return containers.stream()
                .mapToInt(Container::worstSecondsToReady)
                .max()
                .orElse(0);
    }

    /** All containers that a name may mean. */
    public Stream<Container> allContainers() {
        return Stream.concat(containers.stream(), initContainers.stream());
    }
}
