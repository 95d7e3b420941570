package io.pointsman.policy.rule;

import io.pointsman.policy.Surroundings;
import io.pointsman.testing.Yaml;
import io.pointsman.workload.ApiObject;
import io.pointsman.workload.Kind;
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

/** Surroundings made of manifests. */
public class Town implements Surroundings {
    private final List<ApiObject> objects = new ArrayList<>();
    private final Map<String, Map<String, String>> namespaces = new HashMap<>();
    private final Map<String, Set<String>> claims = new HashMap<>();
    private final Set<String> revisions = new HashSet<>();
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
    public Optional<Set<String>> accessModes(String namespace, String claim) {
        return Optional.ofNullable(claims.get(claim));
    }

    @Override
    public Set<String> revisions(Workload workload) {
        return revisions;
    }
}
