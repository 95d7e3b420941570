package io.pointsman.policy.rule;

import io.pointsman.policy.Surroundings;
import io.pointsman.testing.Yaml;
import io.pointsman.workload.ApiObject;
import io.pointsman.workload.Autoscaler;
import io.pointsman.workload.DisruptionBudget;
import io.pointsman.workload.Kind;
import io.pointsman.workload.LabelSelector;
import io.pointsman.workload.Node;
import io.pointsman.workload.Reading;
import io.pointsman.workload.Service;
import io.pointsman.workload.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Surroundings made of manifests. */
public class Town implements Surroundings {
    private final List<ApiObject> objects = new ArrayList<>();
    private final Map<String, Map<String, String>> namespaces = new HashMap<>();
    private final Map<String, Set<String>> claims = new HashMap<>();
    private final Set<String> revisions = new HashSet<>();
    private final List<Node> nodes = new ArrayList<>();
    private boolean synced = true;

    /** An object of a known kind, as YAML. */
    public static ApiObject object(String yaml) {
        var manifest = Yaml.object(yaml);
        String group = manifest.path("apiVersion").asText().replaceAll("/?v\\d.*", "");
        Kind kind = Kind.of(group, manifest.path("kind").asText()).orElseThrow();
        return Reading.of(kind, manifest).object();
    }

    public Town with(String yaml) {
        objects.add(object(yaml));
        return this;
    }

    public Town withNamespace(String name, Map<String, String> labels) {
        namespaces.put(name, labels);
        return this;
    }

    /** So many nodes, each a host of its own. */
    public Town withNodes(int count, String yaml) {
        for (int i = 0; i < count; i++) {
            nodes.add(Node.read(Yaml.object(yaml.replace("HOST", "host-" + nodes.size()))));
        }
        return this;
    }

    public Town withClaim(String name, String mode) {
        claims.put(name, Set.of(mode));
        return this;
    }

    public Town withRevision(Workload workload) {
        revisions.add(workload.template().fingerprint());
        return this;
    }

    public Town notSynced() {
        synced = false;
        return this;
    }

    @Override
    public boolean synced() {
        return synced;
    }

    @Override
    public Map<String, String> namespaceLabels(String namespace) {
        return namespaces.getOrDefault(namespace, Map.of());
    }

    @Override
    public List<Service> servicesSelecting(String namespace, Map<String, String> podLabels) {
        return objects.stream()
                .filter(Service.class::isInstance)
                .map(Service.class::cast)
                .filter(s -> s.metadata().namespace().equals(namespace) && s.selects(podLabels))
                .toList();
    }

    @Override
    public List<DisruptionBudget> budgetsCovering(String namespace, Map<String, String> podLabels) {
        return all(DisruptionBudget.class)
                .filter(b -> b.metadata().namespace().equals(namespace) && b.covers(podLabels))
                .toList();
    }

    @Override
    public Optional<Autoscaler> autoscalerOf(Workload workload) {
        return all(Autoscaler.class).filter(a -> a.scales(workload)).findFirst();
    }

    @Override
    public List<Workload> workloadsSelected(String namespace, LabelSelector selector) {
        return all(Workload.class)
                .filter(w -> w.metadata().namespace().equals(namespace) && selector.matches(w.podLabels()))
                .toList();
    }

    @Override
    public Optional<Workload> workload(Kind kind, String namespace, String name) {
        return all(Workload.class)
                .filter(w -> w.kind() == kind
                        && w.metadata().namespace().equals(namespace)
                        && w.metadata().name().equals(name))
                .findFirst();
    }

    @Override
    public List<Node> nodes() {
        return nodes;
    }

    private <T> Stream<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast);
    }

    @Override
    public Optional<Set<String>> accessModes(String namespace, String claim) {
        return Optional.ofNullable(claims.get(claim));
    }

    @Override
    public Set<String> revisions(Workload workload) {
        return revisions;
    }
}
