package io.pointsman.workload;

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
        String fingerprint) {
    public PodTemplate {
        labels = Map.copyOf(labels);
        containers = List.copyOf(containers);
        initContainers = List.copyOf(initContainers);
        volumes = List.copyOf(volumes);
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
                Fingerprint.of(template.raw()));
    }

    /** The persistent claims of the namespace that every pod of the template shares. */
    public List<Volume.Claim> sharedClaims() {
        return volumes.stream().map(Volume::claim).flatMap(Optional::stream).toList();
    }

    /** All containers that a name may mean. */
    public Stream<Container> allContainers() {
        return Stream.concat(containers.stream(), initContainers.stream());
    }
}
