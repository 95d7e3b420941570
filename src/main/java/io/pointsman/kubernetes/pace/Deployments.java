package io.pointsman.kubernetes.pace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.pointsman.operation.pace.DeploymentState;
import io.pointsman.operation.pace.PodState;
import io.pointsman.operation.pace.ReplicaSetState;
import io.pointsman.operation.pace.Rollout;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads Deployments and what stands behind them live, as plain JSON, so that nothing is lost on the way. */
@ApplicationScoped
public class Deployments {
    private final KubernetesClient client;
    private final ObjectMapper json;

    Deployments(KubernetesClient client, ObjectMapper json) {
        this.client = client;
        this.json = json;
    }

    /** A Deployment and the labels that its pods are found by. */
    record Found(DeploymentState state, LabelSelector selector) {}

    Resource<GenericKubernetesResource> resource(String namespace, String name) {
        return of("apps/v1", "Deployment").inNamespace(namespace).withName(name);
    }

    Optional<Found> find(String namespace, String name) {
        return Optional.ofNullable(resource(namespace, name).get()).map(this::found);
    }

    private Found found(GenericKubernetesResource deployment) {
        JsonNode object = json.valueToTree(deployment);
        try {
            return new Found(
                    DeploymentState.of(object),
                    json.treeToValue(object.path("spec").path("selector"), LabelSelector.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a Deployment without a readable selector", e);
        }
    }

    /** How far its pods have been replaced; without {@code pods}, only the ReplicaSets are asked. */
    Rollout rollout(Found found, boolean pods) {
        String namespace = found.state().ref().namespace();
        return Rollout.of(
                found.state(),
                list(namespace, found.selector(), "apps/v1", "ReplicaSet", ReplicaSetState::of),
                pods ? list(namespace, found.selector(), "v1", "Pod", PodState::of) : List.of());
    }

    private <T> List<T> list(
            String namespace, LabelSelector selector, String api, String kind, Function<JsonNode, T> read) {
        return of(api, kind).inNamespace(namespace).withLabelSelector(selector).list().getItems().stream()
                .map(o -> read.apply(json.valueToTree(o)))
                .toList();
    }

    /** The Deployment, its ReplicaSets and its pods, to be watched. */
    List<Informable<? extends HasMetadata>> watched(String namespace, String name, Optional<LabelSelector> selector) {
        List<Informable<? extends HasMetadata>> all = new ArrayList<>();
        all.add(client.apps().deployments().inNamespace(namespace).withName(name));
        selector.ifPresent(s -> {
            FilterWatchListDeletable<? extends HasMetadata, ?, ?> sets =
                    client.apps().replicaSets().inNamespace(namespace).withLabelSelector(s);
            all.add(sets);
            all.add(client.pods().inNamespace(namespace).withLabelSelector(s));
        });
        return all;
    }

    private MixedOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            of(String api, String kind) {
        return client.genericKubernetesResources(api, kind);
    }
}
