package io.pointsman.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jboss.logging.Logger;

/**
 * Lets the Lease of the election go when Pointsman is uninstalled: the election makes it by itself, so it is owned by the
 * ServiceAccount that the chart installs. Without that account there is nothing to own it, and nothing to do.
 */
final class LeaseOwner {
    private static final Logger LOG = Logger.getLogger(LeaseOwner.class);

    private final KubernetesClient client;
    private final String namespace;
    private final String lease;
    private final String serviceAccount;

    LeaseOwner(KubernetesClient client, String namespace, String lease, String serviceAccount) {
        this.client = client;
        this.namespace = namespace;
        this.lease = lease;
        this.serviceAccount = serviceAccount;
    }

    void adopt() {
        try {
            ServiceAccount owner = client.serviceAccounts()
                    .inNamespace(namespace)
                    .withName(serviceAccount)
                    .get();
            if (owner != null) {
                Writes.mergePatch(client.leases().inNamespace(namespace).withName(lease), ownedBy(owner));
            }
        } catch (KubernetesClientException e) {
            LOG.warnf("the lease %s could not be tied to its owner: %s", lease, Writes.sentence(e));
        }
    }

    private static ObjectNode ownedBy(ServiceAccount owner) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata")
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "v1")
                .put("kind", "ServiceAccount")
                .put("name", owner.getMetadata().getName())
                .put("uid", owner.getMetadata().getUid());
        return patch;
    }
}
