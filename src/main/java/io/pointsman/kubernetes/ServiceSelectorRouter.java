package io.pointsman.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.pointsman.operation.Applied;
import io.pointsman.operation.swap.SwapSpec;
import io.pointsman.operation.traffic.PodView;
import io.pointsman.operation.traffic.Routing;
import io.pointsman.operation.traffic.ServiceView;
import io.pointsman.operation.traffic.SliceView;
import io.pointsman.operation.traffic.TrafficRouter;
import io.pointsman.workload.Annotations;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Routes by the selector of the Service itself. Everything is read live, so that a decision never rests on a cache that
 * lags; a swap reads the Service, its pods and its EndpointSlices each time it looks.
 */
@ApplicationScoped
public class ServiceSelectorRouter implements TrafficRouter {
    static final String SLICE_OF = "kubernetes.io/service-name";

    private final KubernetesClient client;

    ServiceSelectorRouter(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Optional<Routing> observe(String namespace, String service, Optional<String> colorLabel) {
        Service found =
                client.services().inNamespace(namespace).withName(service).get();
        if (found == null) {
            return Optional.empty();
        }
        ServiceView view = Views.service(found);
        String label = colorLabel
                .or(() -> Optional.ofNullable(view.annotations().get(Annotations.COLOR_LABEL)))
                .orElse(SwapSpec.DEFAULT_COLOR_LABEL);
        if (view.refusal(label).isPresent()) {
            return Optional.of(new Routing(view, label, List.of(), List.of(), new TreeSet<>()));
        }
        List<PodView> pods =
                client.pods().inNamespace(namespace).withLabels(withoutColor(view, label)).list().getItems().stream()
                        .map(Views::pod)
                        .toList();
        List<SliceView> slices = client
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace(namespace)
                .withLabel(SLICE_OF, service)
                .list()
                .getItems()
                .stream()
                .map(Views::slice)
                .toList();
        TreeSet<String> colors = new TreeSet<>();
        pods.stream()
                .filter(PodView::living)
                .map(p -> p.labels().get(label))
                .filter(Objects::nonNull)
                .forEach(colors::add);
        return Optional.of(new Routing(view, label, pods, slices, colors));
    }

    @Override
    public Routing withColorsOfWorkloads(Routing routing) {
        if (routing.service().refusal(routing.colorLabel()).isPresent()) {
            return routing;
        }
        String namespace = routing.service().ref().namespace();
        Map<String, String> base = withoutColor(routing.service(), routing.colorLabel());
        TreeSet<String> colors = new TreeSet<>(routing.colors());
        Stream.of(
                        templates(
                                client.apps()
                                        .deployments()
                                        .inNamespace(namespace)
                                        .list()
                                        .getItems(),
                                d -> d.getSpec().getTemplate()),
                        templates(
                                client.apps()
                                        .statefulSets()
                                        .inNamespace(namespace)
                                        .list()
                                        .getItems(),
                                s -> s.getSpec().getTemplate()))
                .flatMap(s -> s)
                .map(t -> t.getMetadata() == null ? null : t.getMetadata().getLabels())
                .filter(Objects::nonNull)
                .filter(labels -> labels.entrySet().containsAll(base.entrySet()))
                .map(labels -> labels.get(routing.colorLabel()))
                .filter(Objects::nonNull)
                .forEach(colors::add);
        return new Routing(routing.service(), routing.colorLabel(), routing.pods(), routing.slices(), colors);
    }

    private static <T extends HasMetadata> Stream<PodTemplateSpec> templates(
            List<T> workloads, java.util.function.Function<T, PodTemplateSpec> template) {
        return workloads.stream().map(template);
    }

    /** One JSON Patch that tests the version and the selector that the decision rested on, then writes the new selector. */
    @Override
    public Applied apply(Routing seen, Map<String, String> before, Map<String, String> after) {
        ServiceView service = seen.service();
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        patch.addObject()
                .put("op", "test")
                .put("path", "/metadata/resourceVersion")
                .put("value", service.version());
        patch.add(operation("test", before));
        patch.add(operation("replace", after));
        return Writes.jsonPatch(
                client.services()
                        .inNamespace(service.ref().namespace())
                        .withName(service.ref().name()),
                patch);
    }

    private static ObjectNode operation(String op, Map<String, String> selector) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("op", op).put("path", "/spec/selector");
        ObjectNode value = node.putObject("value");
        new TreeMap<>(selector).forEach(value::put);
        return node;
    }

    private static Map<String, String> withoutColor(ServiceView service, String label) {
        Map<String, String> base = new TreeMap<>(service.selector());
        base.remove(label);
        return base;
    }
}
