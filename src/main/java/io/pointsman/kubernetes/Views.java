package io.pointsman.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.pointsman.operation.ObjectRef;
import io.pointsman.operation.traffic.PodView;
import io.pointsman.operation.traffic.ServiceView;
import io.pointsman.operation.traffic.SliceView;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From the client's mutable models to the records that decisions are made on. */
final class Views {
    private static final Set<String> NOT_SERVING_YET = Set.of("ContainerCreating", "PodInitializing");

    private Views() {}

    static ObjectRef ref(HasMetadata object) {
        return new ObjectRef(
                object.getKind(),
                object.getMetadata().getNamespace(),
                object.getMetadata().getName(),
                object.getMetadata().getUid());
    }

    static ServiceView service(Service service) {
        ServiceSpec spec = service.getSpec();
        return new ServiceView(
                ref(service),
                service.getMetadata().getResourceVersion(),
                Objects.requireNonNullElse(spec.getType(), "ClusterIP"),
                new TreeMap<>(orEmpty(spec.getSelector())),
                orEmpty(service.getMetadata().getAnnotations()),
                orEmpty(spec.getPorts()).stream()
                        .map(p -> new ServiceView.Port(
                                Objects.requireNonNullElse(p.getName(), ""),
                                Objects.requireNonNullElse(p.getProtocol(), "TCP"),
                                p.getTargetPort() == null
                                        ? ""
                                        : String.valueOf(p.getTargetPort().getValue())))
                        .toList(),
                orEmpty(spec.getIpFamilies()),
                "None".equals(spec.getClusterIP()),
                Boolean.TRUE.equals(spec.getPublishNotReadyAddresses()),
                "Local".equals(spec.getInternalTrafficPolicy()) || "Local".equals(spec.getExternalTrafficPolicy()),
                selectorManager(service));
    }

    /** The field manager that last wrote {@code spec.selector}. */
    private static Optional<String> selectorManager(Service service) {
        return orEmpty(service.getMetadata().getManagedFields()).stream()
                .filter(m -> m.getFieldsV1() != null
                        && m.getFieldsV1().getAdditionalProperties().get("f:spec") instanceof Map<?, ?> spec
                        && spec.containsKey("f:selector"))
                .max(Comparator.comparing(m -> Objects.requireNonNullElse(m.getTime(), "")))
                .map(ManagedFieldsEntry::getManager);
    }

    static PodView pod(Pod pod) {
        String phase = pod.getStatus() == null
                ? ""
                : Objects.requireNonNullElse(pod.getStatus().getPhase(), "");
        return new PodView(
                pod.getMetadata().getUid(),
                pod.getMetadata().getName(),
                orEmpty(pod.getMetadata().getLabels()),
                Stream.concat(
                                orEmpty(pod.getSpec().getContainers()).stream(),
                                orEmpty(pod.getSpec().getInitContainers()).stream()
                                        .filter(c -> "Always".equals(c.getRestartPolicy())))
                        .flatMap(c -> orEmpty(c.getPorts()).stream())
                        .map(ContainerPort::getName)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet()),
                Optional.ofNullable(pod.getSpec().getNodeName()),
                condition(pod, "Ready").map(c -> "True".equals(c.getStatus())).orElse(false),
                pod.getMetadata().getDeletionTimestamp() != null,
                phase.equals("Succeeded") || phase.equals("Failed"),
                trouble(pod));
    }

    private static Optional<PodCondition> condition(Pod pod, String type) {
        return pod.getStatus() == null
                ? Optional.empty()
                : orEmpty(pod.getStatus().getConditions()).stream()
                        .filter(c -> type.equals(c.getType()))
                        .findFirst();
    }

    /** Why a pod is not ready, most telling first. */
    private static Optional<String> trouble(Pod pod) {
        if (pod.getStatus() == null) {
            return Optional.of("not scheduled yet");
        }
        Optional<String> waiting = Stream.concat(
                        orEmpty(pod.getStatus().getInitContainerStatuses()).stream(),
                        orEmpty(pod.getStatus().getContainerStatuses()).stream())
                .map(Views::waiting)
                .flatMap(Optional::stream)
                .findFirst();
        if (waiting.isPresent()) {
            return waiting;
        }
        Optional<PodCondition> unscheduled = condition(pod, "PodScheduled").filter(c -> "False".equals(c.getStatus()));
        if (unscheduled.isPresent()) {
            return Optional.of("not scheduled: "
                    + Objects.requireNonNullElse(unscheduled.get().getMessage(), "no reason given"));
        }
        return condition(pod, "Ready")
                .filter(c -> "False".equals(c.getStatus()))
                .map(c -> "not ready since " + c.getLastTransitionTime()
                        + (c.getMessage() == null ? "" : " (" + c.getMessage() + ")"));
    }

    private static Optional<String> waiting(ContainerStatus status) {
        ContainerStateWaiting waiting =
                status.getState() == null ? null : status.getState().getWaiting();
        if (waiting == null || waiting.getReason() == null || NOT_SERVING_YET.contains(waiting.getReason())) {
            return Optional.empty();
        }
        String restarts = status.getRestartCount() != null && status.getRestartCount() > 0
                ? ", " + status.getRestartCount() + " restarts"
                : "";
        return Optional.of("container " + status.getName() + " is in " + waiting.getReason() + restarts);
    }

    static SliceView slice(EndpointSlice slice) {
        return new SliceView(
                slice.getMetadata().getName(),
                slice.getAddressType(),
                orEmpty(slice.getPorts()).stream()
                        .map(p -> new SliceView.Port(
                                Objects.requireNonNullElse(p.getName(), ""),
                                Objects.requireNonNullElse(p.getProtocol(), "TCP")))
                        .toList(),
                orEmpty(slice.getEndpoints()).stream().map(Views::endpoint).toList());
    }

    private static SliceView.Endpoint endpoint(Endpoint endpoint) {
        boolean ready = endpoint.getConditions() == null
                || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
        return new SliceView.Endpoint(
                endpoint.getAddresses().isEmpty() ? "" : endpoint.getAddresses().getFirst(),
                ready,
                endpoint.getTargetRef() == null
                        ? Optional.empty()
                        : Optional.ofNullable(endpoint.getTargetRef().getUid()));
    }

    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    static <K, V> Map<K, V> orEmpty(@Nullable Map<K, V> map) {
        return map == null ? Map.of() : map;
    }
}
