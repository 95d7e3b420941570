package io.pointsman.control;

import io.pointsman.testing.DevCluster;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Lets the service of a test talk to a real API server that has our kinds. */
public final class BareCluster implements QuarkusTestResourceLifecycleManager {
    private static final String KUBECONFIG = "kubeconfig";

    @Override
    public Map<String, String> start() {
        DevCluster cluster = DevCluster.bare();
        cluster.kubectl().run("apply", "-f", "charts/pointsman/files/crds").orFail();
        cluster.kubectl()
                .run(
                        "wait",
                        "--for=condition=Established",
                        "crd/bluegreenswaps.pointsman.io",
                        "crd/pacedrollouts.pointsman.io")
                .orFail();
        System.setProperty(KUBECONFIG, cluster.kubeconfig().toString());
        return Map.of(
                "pointsman.leader.enabled", "false",
                "pointsman.webhook.enabled", "false",
                "pointsman.control.max-event-streams", "2");
    }

    @Override
    public void stop() {
        System.clearProperty(KUBECONFIG);
    }
}
