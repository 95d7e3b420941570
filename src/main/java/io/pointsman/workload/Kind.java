package io.pointsman.workload;

import java.util.Arrays;
import java.util.Optional;

/** The kinds that rules know. */
public enum Kind {
    DEPLOYMENT("apps", "deployments", "Deployment"),
    STATEFUL_SET("apps", "statefulsets", "StatefulSet"),
    DAEMON_SET("apps", "daemonsets", "DaemonSet"),
    SERVICE("", "services", "Service"),
    DISRUPTION_BUDGET("policy", "poddisruptionbudgets", "PodDisruptionBudget"),
    AUTOSCALER("autoscaling", "horizontalpodautoscalers", "HorizontalPodAutoscaler");

    private final String group;
    private final String resource;
    private final String shown;

    Kind(String group, String resource, String shown) {
        this.group = group;
        this.resource = resource;
        this.shown = shown;
    }

    /** API group, empty for the core group. */
    public String group() {
        return group;
    }

    /** The plural in API paths, such as {@code deployments}. */
    public String resource() {
        return resource;
    }

    /** As manifests write it, such as {@code Deployment}. */
    public String shown() {
        return shown;
    }

    /** The kind of that plural, such as {@code deployments}. */
    public static Optional<Kind> ofResource(String group, String resource) {
        return Arrays.stream(values())
                .filter(k -> k.group.equals(group) && k.resource.equals(resource))
                .findFirst();
    }

    public static Optional<Kind> of(String group, String kind) {
        return Arrays.stream(values())
                .filter(k -> k.group.equals(group) && k.shown.equals(kind))
                .findFirst();
    }
}
