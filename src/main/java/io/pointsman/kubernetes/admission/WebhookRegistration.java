package io.pointsman.kubernetes.admission;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.pointsman.security.certificate.TrustPublisher;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;

/**
 * Writes the authorities that the API server must trust into the two webhook configurations, entry by entry, and only where
 * another value stands. Everything else in them belongs to the chart.
 */
final class WebhookRegistration implements TrustPublisher {
    private static final Logger LOG = Logger.getLogger(WebhookRegistration.class);

    private final KubernetesClient client;
    private final String name;
    private boolean saidMissing;

    WebhookRegistration(KubernetesClient client, String name) {
        this.client = client;
        this.name = name;
    }

    /** A webhook of a configuration, of either kind. */
    private record Entry(String name, WebhookClientConfig config) {}

    @Override
    public boolean publish(String pemBundle) {
        String bundle = Base64.getEncoder().encodeToString(pemBundle.getBytes(StandardCharsets.US_ASCII));
        ValidatingWebhookConfiguration validating = validating().get();
        MutatingWebhookConfiguration mutating = mutating().get();
        if (validating != null) {
            write(validating(), validatingEntries(validating), bundle);
        }
        if (mutating != null) {
            write(mutating(), mutatingEntries(mutating), bundle);
        }
        boolean missing = validating == null || mutating == null;
        if (missing && !saidMissing) {
            LOG.infof("The webhooks are not registered yet, waiting for both configurations name=%s", name);
        }
        saidMissing = missing;
        return !missing;
    }

    /** Calls {@code changed} whenever one of the configurations appears, changes or goes. Runs until it is closed. */
    List<SharedIndexInformer<?>> watch(Runnable changed) {
        SharedIndexInformer<ValidatingWebhookConfiguration> validating =
                validating().runnableInformer(0);
        SharedIndexInformer<MutatingWebhookConfiguration> mutating = mutating().runnableInformer(0);
        validating.addEventHandler(new ValidatingChanges(changed));
        mutating.addEventHandler(new MutatingChanges(changed));
        List<SharedIndexInformer<?>> informers = List.of(validating, mutating);
        informers.forEach(
                informer -> informer.exceptionHandler((started, e) -> true).start());
        return informers;
    }

    private record ValidatingChanges(Runnable changed) implements ResourceEventHandler<ValidatingWebhookConfiguration> {
        @Override
        public void onAdd(ValidatingWebhookConfiguration added) {
            changed.run();
        }

        @Override
        public void onUpdate(ValidatingWebhookConfiguration old, ValidatingWebhookConfiguration updated) {
            changed.run();
        }

        @Override
        public void onDelete(ValidatingWebhookConfiguration deleted, boolean unknown) {
            changed.run();
        }
    }

    private record MutatingChanges(Runnable changed) implements ResourceEventHandler<MutatingWebhookConfiguration> {
        @Override
        public void onAdd(MutatingWebhookConfiguration added) {
            changed.run();
        }

        @Override
        public void onUpdate(MutatingWebhookConfiguration old, MutatingWebhookConfiguration updated) {
            changed.run();
        }

        @Override
        public void onDelete(MutatingWebhookConfiguration deleted, boolean unknown) {
            changed.run();
        }
    }

    private <T extends HasMetadata> void write(Resource<T> configuration, List<Entry> entries, String bundle) {
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (!bundle.equals(entry.config().getCaBundle())) {
                String path = "/webhooks/" + i;
                patch.addObject().put("op", "test").put("path", path + "/name").put("value", entry.name());
                patch.addObject()
                        .put("op", "add")
                        .put("path", path + "/clientConfig/caBundle")
                        .put("value", bundle);
            }
        }
        if (!patch.isEmpty()) {
            configuration.patch(PatchContext.of(PatchType.JSON), patch.toString());
            LOG.infof("Wrote the authority bundle webhooks=%d configuration=%s", patch.size() / 2, name);
        }
    }

    private static List<Entry> validatingEntries(ValidatingWebhookConfiguration configuration) {
        List<ValidatingWebhook> webhooks = Objects.requireNonNullElse(configuration.getWebhooks(), List.of());
        return webhooks.stream()
                .map(w -> new Entry(w.getName(), w.getClientConfig()))
                .toList();
    }

    private static List<Entry> mutatingEntries(MutatingWebhookConfiguration configuration) {
        List<MutatingWebhook> webhooks = Objects.requireNonNullElse(configuration.getWebhooks(), List.of());
        return webhooks.stream()
                .map(w -> new Entry(w.getName(), w.getClientConfig()))
                .toList();
    }

    private Resource<ValidatingWebhookConfiguration> validating() {
        return client.admissionRegistration()
                .v1()
                .validatingWebhookConfigurations()
                .withName(name);
    }

    private Resource<MutatingWebhookConfiguration> mutating() {
        return client.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(name);
    }
}
