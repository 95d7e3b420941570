package io.pointsman.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.pointsman.operation.Creation;
import io.pointsman.operation.Operation;
import io.pointsman.operation.OperationDraft;
import io.pointsman.operation.OperationKind;
import io.pointsman.operation.Operations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Operations as custom resources, read and written as plain JSON: the API server validates what is asked for and fills in
 * defaults, and a status is passed on with all that it holds.
 */
@ApplicationScoped
public class StoredOperations implements Operations {
    private final KubernetesClient client;
    private final ObjectMapper json;

    StoredOperations(KubernetesClient client, ObjectMapper json) {
        this.client = ApiCalls.prompt(client);
        this.json = json;
    }

    @Override
    public Creation create(OperationDraft draft, boolean dryRun) {
        Resource<GenericKubernetesResource> wanted =
                resources(draft.kind()).inNamespace(draft.namespace()).resource(resource(draft));
        return ApiCalls.ask(client, () -> {
            try {
                GenericKubernetesResource made = dryRun ? wanted.dryRun().create() : wanted.create();
                return new Creation.Created(operation(draft.kind(), made));
            } catch (KubernetesClientException e) {
                return Refusals.of(draft.kind(), e).orElseThrow(() -> e);
            }
        });
    }

    @Override
    public Optional<Operation> find(OperationKind kind, String namespace, String name) {
        return ApiCalls.ask(
                client,
                () -> Optional.ofNullable(resources(kind)
                                .inNamespace(namespace)
                                .withName(name)
                                .get())
                        .map(found -> operation(kind, found)));
    }

    @Override
    public List<Operation> list(OperationKind kind, String namespace) {
        return ApiCalls.ask(
                client,
                () -> resources(kind).inNamespace(namespace).list().getItems().stream()
                        .map(found -> operation(kind, found))
                        .sorted(Comparator.comparing(Operation::createdAt).thenComparing(Operation::name))
                        .toList());
    }

    @Override
    public Watching watch(OperationKind kind, String namespace, String name, Operations.Listener listener) {
        Watch watch = ApiCalls.ask(
                client,
                () -> resources(kind).inNamespace(namespace).withName(name).watch(new Forwarding(kind, listener)));
        return watch::close;
    }

    private MixedOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            resources(OperationKind kind) {
        return client.genericKubernetesResources(new ResourceDefinitionContext.Builder()
                .withGroup(Kinds.GROUP)
                .withVersion(Kinds.VERSION)
                .withKind(kind.name())
                .withPlural(kind.plural())
                .withNamespaced(true)
                .build());
    }

    private static GenericKubernetesResource resource(OperationDraft draft) {
        GenericKubernetesResource resource = new GenericKubernetesResource();
        resource.setApiVersion(Kinds.GROUP + "/" + Kinds.VERSION);
        resource.setKind(draft.kind().name());
        resource.setMetadata(new ObjectMetaBuilder()
                .withNamespace(draft.namespace())
                .withName(draft.name())
                .withAnnotations(draft.annotations())
                .build());
        resource.setAdditionalProperty("spec", draft.spec());
        return resource;
    }

    private Operation operation(OperationKind kind, GenericKubernetesResource found) {
        ObjectMeta metadata = found.getMetadata();
        return new Operation(
                kind,
                metadata.getNamespace(),
                metadata.getName(),
                orEmpty(metadata.getUid()),
                orEmpty(metadata.getResourceVersion()),
                metadata.getCreationTimestamp() == null
                        ? Instant.EPOCH
                        : Instant.parse(metadata.getCreationTimestamp()),
                Views.orEmpty(metadata.getAnnotations()),
                object(found.getAdditionalProperties().get("spec")),
                object(found.getAdditionalProperties().get("status")));
    }

    private ObjectNode object(@Nullable Object value) {
        return value != null && json.valueToTree(value) instanceof ObjectNode node
                ? node
                : JsonNodeFactory.instance.objectNode();
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** Hands changes on as records. */
    private final class Forwarding implements Watcher<GenericKubernetesResource> {
        private final OperationKind kind;
        private final Operations.Listener listener;

        Forwarding(OperationKind kind, Operations.Listener listener) {
            this.kind = kind;
            this.listener = listener;
        }

        @Override
        public void eventReceived(Action action, GenericKubernetesResource resource) {
            switch (action) {
                case ADDED, MODIFIED -> listener.changed(operation(kind, resource));
                case DELETED -> listener.deleted();
                case ERROR -> listener.lost();
                case BOOKMARK -> {}
            }
        }

        @Override
        public void onClose(@Nullable WatcherException cause) {
            listener.lost();
        }
    }
}
