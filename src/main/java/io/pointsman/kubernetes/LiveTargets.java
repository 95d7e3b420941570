package io.pointsman.kubernetes;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.pointsman.operation.DeploymentView;
import io.pointsman.operation.Targets;
import io.pointsman.operation.traffic.Routing;
import io.pointsman.operation.traffic.TrafficRouter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks targets up in the cluster itself, so that an answer never rests on a cache that lags. */
@ApplicationScoped
public class LiveTargets implements Targets {
    private final KubernetesClient client;
    private final TrafficRouter router;

    LiveTargets(KubernetesClient client, TrafficRouter router) {
        this.client = ApiCalls.prompt(client);
        this.router = router;
    }

    @Override
    public Optional<Routing> service(String namespace, String name, Optional<String> colorLabel) {
        return ApiCalls.ask(
                client, () -> router.observe(namespace, name, colorLabel).map(router::withColorsOfWorkloads));
    }

    @Override
    public Optional<DeploymentView> deployment(String namespace, String name) {
        return ApiCalls.ask(
                client,
                () -> Optional.ofNullable(client.apps()
                                .deployments()
                                .inNamespace(namespace)
                                .withName(name)
                                .get())
                        .map(LiveTargets::view));
    }

    private static DeploymentView view(Deployment deployment) {
        DeploymentSpec spec = deployment.getSpec();
        Optional<RollingUpdateDeployment> rolling =
                Optional.ofNullable(spec.getStrategy()).map(s -> s.getRollingUpdate());
        return new DeploymentView(
                Views.ref(deployment),
                Objects.requireNonNullElse(spec.getReplicas(), 1),
                Boolean.TRUE.equals(spec.getPaused()),
                spec.getStrategy() == null
                        ? "RollingUpdate"
                        : Objects.requireNonNullElse(spec.getStrategy().getType(), "RollingUpdate"),
                rolling.map(r -> text(r.getMaxSurge())),
                rolling.map(r -> text(r.getMaxUnavailable())),
                Objects.requireNonNullElse(spec.getMinReadySeconds(), 0),
                Objects.requireNonNullElse(spec.getProgressDeadlineSeconds(), 600));
    }

    private static @Nullable String text(@Nullable IntOrString value) {
        return value == null ? null : String.valueOf(value.getValue());
    }
}
