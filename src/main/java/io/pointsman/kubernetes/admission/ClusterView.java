package io.pointsman.kubernetes.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.pointsman.policy.Surroundings;
import io.pointsman.workload.Autoscaler;
import io.pointsman.workload.DisruptionBudget;
import io.pointsman.workload.Kind;
import io.pointsman.workload.LabelSelector;
import io.pointsman.workload.Manifest;
import io.pointsman.workload.Metadata;
import io.pointsman.workload.Node;
import io.pointsman.workload.Reading;
import io.pointsman.workload.Service;
import io.pointsman.workload.Workload;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * What is in the cluster, from watches that keep only what rules read. Each question is answered from an index. An object
 * that can't be listed, for want of a right or of an answer, is tried again, and until then the view is not synced.
 */
public final class ClusterView implements Surroundings, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ClusterView.class);
    private static final long PAGE = 500;

    private final KubernetesClient client;
    private final List<SharedIndexInformer<GenericKubernetesResource>> informers = new CopyOnWriteArrayList<>();
    private final Map<String, Map<String, String>> namespaces = new ConcurrentHashMap<>();
    private final Map<ClaimName, Set<String>> claims = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> revisions = new ConcurrentHashMap<>();
    private final SelectorIndex<Service> services =
            new SelectorIndex<>(s -> s.metadata().namespace(), Service::selector);

    private final SelectorIndex<DisruptionBudget> budgets = new SelectorIndex<>(
            b -> b.metadata().namespace(),
            b -> b.selector() == null ? Map.of() : b.selector().labels());
    private final SelectorIndex<Autoscaler> autoscalers =
            new SelectorIndex<>(a -> a.metadata().namespace(), a -> Map.of(a.targetKind(), a.targetName()));
    private final WorkloadIndex workloads = new WorkloadIndex();
    private final Map<String, Node> nodes = new ConcurrentHashMap<>();

    private record NamedNode(String name, Node node) {}

    private record NamedLabels(String name, Map<String, String> labels) {}

    private record ClaimName(String namespace, String name) {}

    private record Claim(ClaimName name, Set<String> modes) {}

    private record Revision(String owner, String name, String fingerprint) {}

    public ClusterView(KubernetesClient client) {
        this.client = client;
    }

    /** Begins to watch. Returns at once. */
    public void start() {
        watch("", "v1", "Namespace", "namespaces", false, ClusterView::namespace, (before, after) -> {
            if (after != null) {
                namespaces.put(after.name(), after.labels());
            } else if (before != null) {
                namespaces.remove(before.name());
            }
        });
        watch("", "v1", "Service", "services", true, Manifest::service, services::change);
        watch("apps", "v1", "Deployment", "deployments", true, o -> workload(Kind.DEPLOYMENT, o), workloads::change);
        watch(
                "apps",
                "v1",
                "StatefulSet",
                "statefulsets",
                true,
                o -> workload(Kind.STATEFUL_SET, o),
                workloads::change);
        watch("apps", "v1", "DaemonSet", "daemonsets", true, o -> workload(Kind.DAEMON_SET, o), workloads::change);
        watch(
                "policy",
                "v1",
                "PodDisruptionBudget",
                "poddisruptionbudgets",
                true,
                object -> (DisruptionBudget)
                        Reading.of(Kind.DISRUPTION_BUDGET, object).object(),
                budgets::change);
        watch(
                "autoscaling",
                "v2",
                "HorizontalPodAutoscaler",
                "horizontalpodautoscalers",
                true,
                object -> (Autoscaler) Reading.of(Kind.AUTOSCALER, object).object(),
                autoscalers::change);
        watch("", "v1", "Node", "nodes", false, ClusterView::node, (before, after) -> {
            if (after != null) {
                nodes.put(after.name(), after.node());
            } else if (before != null) {
                nodes.remove(before.name());
            }
        });
        watch(
                "",
                "v1",
                "PersistentVolumeClaim",
                "persistentvolumeclaims",
                true,
                ClusterView::claim,
                (before, after) -> {
                    if (after != null) {
                        claims.put(after.name(), after.modes());
                    } else if (before != null) {
                        claims.remove(before.name());
                    }
                });
        watch("apps", "v1", "ReplicaSet", "replicasets", true, ClusterView::revision, (before, after) -> {
            if (before != null) {
                revisions.computeIfPresent(before.owner(), (owner, kept) -> {
                    kept.remove(before.name());
                    return kept.isEmpty() ? null : kept;
                });
            }
            if (after != null && !after.owner().isEmpty()) {
                revisions
                        .computeIfAbsent(after.owner(), owner -> new ConcurrentHashMap<>())
                        .put(after.name(), after.fingerprint());
            }
        });
    }

    private <P> void watch(
            String group,
            String version,
            String kind,
            String plural,
            boolean namespaced,
            Function<ObjectNode, P> projection,
            ProjectingStore.Listener<P> listener) {
        SharedIndexInformer<GenericKubernetesResource> informer = client.genericKubernetesResources(
                        new ResourceDefinitionContext.Builder()
                                .withGroup(group)
                                .withVersion(version)
                                .withKind(kind)
                                .withPlural(plural)
                                .withNamespaced(namespaced)
                                .build())
                .inAnyNamespace()
                .withLimit(PAGE)
                .runnableInformer(0);
        informer.removeNamespaceIndex();
        informer.itemStore(new ProjectingStore<>(
                object -> client.getKubernetesSerialization().convertValue(object, ObjectNode.class),
                projection,
                listener));
        informer.exceptionHandler((started, e) -> {
            LOG.warnf("%s cannot be watched, trying again: %s", plural, e.getMessage());
            return true;
        });
        informers.add(informer);
        informer.start();
    }

    private static NamedLabels namespace(ObjectNode object) {
        return new NamedLabels(
                Manifest.metadata(object).name(), Manifest.metadata(object).labels());
    }

    private static Workload workload(Kind kind, ObjectNode object) {
        return (Workload) Reading.of(kind, object).object();
    }

    private static NamedNode node(ObjectNode object) {
        return new NamedNode(Manifest.metadata(object).name(), Node.read(object));
    }

    private static Claim claim(ObjectNode object) {
        Set<String> modes = new HashSet<>();
        object.path("spec").path("accessModes").forEach(mode -> modes.add(mode.asText()));
        return new Claim(
                new ClaimName(
                        Manifest.metadata(object).namespace(),
                        Manifest.metadata(object).name()),
                Set.copyOf(modes));
    }

    private static Revision revision(ObjectNode object) {
        Metadata metadata = Manifest.metadata(object);
        JsonNode template = object.path("spec").path("template");
        return new Revision(
                metadata.controller() == null ? "" : metadata.controller().uid(),
                metadata.name(),
                Manifest.fingerprint(template));
    }

    @Override
    public boolean synced() {
        return !informers.isEmpty() && informers.stream().allMatch(SharedIndexInformer::hasSynced);
    }

    @Override
    public Map<String, String> namespaceLabels(String namespace) {
        return namespaces.getOrDefault(namespace, Map.of());
    }

    @Override
    public List<Service> servicesSelecting(String namespace, Map<String, String> podLabels) {
        return services.candidates(namespace, podLabels).stream()
                .filter(service -> service.selects(podLabels))
                .toList();
    }

    @Override
    public List<DisruptionBudget> budgetsCovering(String namespace, Map<String, String> podLabels) {
        return budgets.candidates(namespace, podLabels).stream()
                .filter(budget -> budget.covers(podLabels))
                .toList();
    }

    @Override
    public Optional<Autoscaler> autoscalerOf(Workload workload) {
        Metadata metadata = workload.metadata();
        return autoscalers
                .candidates(metadata.namespace(), Map.of(workload.kind().shown(), metadata.name()))
                .stream()
                .filter(autoscaler -> autoscaler.scales(workload))
                .findFirst();
    }

    @Override
    public List<Workload> workloadsSelected(String namespace, LabelSelector selector) {
        return workloads.selected(namespace, selector);
    }

    @Override
    public Optional<Workload> workload(Kind kind, String namespace, String name) {
        return workloads.get(kind, namespace, name);
    }

    @Override
    public List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    @Override
    public Optional<Set<String>> accessModes(String namespace, String claim) {
        return Optional.ofNullable(claims.get(new ClaimName(namespace, claim)));
    }

    @Override
    public Set<String> revisions(Workload workload) {
        return workload.kind() == Kind.DEPLOYMENT
                ? Set.copyOf(revisions
                        .getOrDefault(workload.metadata().uid(), Map.of())
                        .values())
                : Set.of();
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::stop);
    }
}
