package io.pointsman.kubernetes.admission;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;

/** Watches one Secret. */
final class SecretWatch {
    private SecretWatch() {}

    static SharedIndexInformer<Secret> start(KubernetesClient client, String namespace, String name, Runnable changed) {
        SharedIndexInformer<Secret> informer =
                client.secrets().inNamespace(namespace).withName(name).runnableInformer(0);
        informer.addEventHandler(new Changes(changed));
        informer.exceptionHandler((started, e) -> true).start();
        return informer;
    }

    private record Changes(Runnable changed) implements ResourceEventHandler<Secret> {
        @Override
        public void onAdd(Secret added) {
            changed.run();
        }

        @Override
        public void onUpdate(Secret old, Secret updated) {
            changed.run();
        }

        @Override
        public void onDelete(Secret deleted, boolean unknown) {
            changed.run();
        }
    }
}
