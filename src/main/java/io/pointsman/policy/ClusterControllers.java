package io.pointsman.policy;

import java.util.Set;

/**
 * The controllers of Kubernetes itself, which are never denied: to refuse them stalls what somebody else was allowed to
 * do. They run as one user, or each as its own service account.
 */
final class ClusterControllers {
    private static final String OWN_ACCOUNT = "system:serviceaccount:kube-system:";
    private static final Set<String> USERS = Set.of("system:kube-controller-manager", "system:kube-scheduler");
    private static final Set<String> ACCOUNTS = Set.of(
            "cronjob-controller",
            "daemon-set-controller",
            "deployment-controller",
            "disruption-controller",
            "endpoint-controller",
            "endpointslice-controller",
            "endpointslicemirroring-controller",
            "generic-garbage-collector",
            "horizontal-pod-autoscaler",
            "job-controller",
            "namespace-controller",
            "node-controller",
            "pod-garbage-collector",
            "replicaset-controller",
            "replication-controller",
            "resourcequota-controller",
            "service-controller",
            "statefulset-controller",
            "ttl-after-finished-controller");

    private ClusterControllers() {}

    static boolean include(String user) {
        return USERS.contains(user)
                || (user.startsWith(OWN_ACCOUNT) && ACCOUNTS.contains(user.substring(OWN_ACCOUNT.length())));
    }
}
