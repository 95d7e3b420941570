package io.pointsman.operation;

import io.pointsman.operation.traffic.Routing;
import java.util.Optional;

/**
 * What operations may be asked for, looked up while the asker waits. Throws {@link ClusterUnavailableException} when the
 * cluster gives no answer.
 */
public interface Targets {
    /**
     * A Service and what stands behind it, with the colors of workloads that have no pods yet.
     *
     * @param colorLabel as in {@link io.pointsman.operation.traffic.TrafficRouter#observe}
     */
    Optional<Routing> service(String namespace, String name, Optional<String> colorLabel);

    Optional<DeploymentView> deployment(String namespace, String name);
}
