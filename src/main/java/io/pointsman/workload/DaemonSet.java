package io.pointsman.workload;

/**
 * A DaemonSet.
 *
 * @param onDelete whether pods are replaced only when somebody deletes them
 * @param desired nodes that should run a pod, as last observed; 0 when it never was
 * @param rolling whether its last rollout is not complete
 */
public record DaemonSet(
        Metadata metadata,
        LabelSelector selector,
        PodTemplate template,
        boolean onDelete,
        IntOrPercent maxSurge,
        IntOrPercent maxUnavailable,
        int minReadySeconds,
        int revisionHistoryLimit,
        int desired,
        boolean rolling)
        implements Workload {
    static DaemonSet read(Fields object) {
        Fields spec = object.in("spec");
        Fields strategy = spec.in("updateStrategy");
        Fields rolling = strategy.in("rollingUpdate");
        return new DaemonSet(
                Metadata.read(object),
                LabelSelector.read(spec.in("selector")),
                PodTemplate.read(spec.in("template")),
                strategy.text("type", "RollingUpdate").equals("OnDelete"),
                rolling.intOrPercent("maxSurge", IntOrPercent.of(0)),
                rolling.intOrPercent("maxUnavailable", IntOrPercent.of(1)),
                spec.integer("minReadySeconds", 0),
                spec.integer("revisionHistoryLimit", 10),
                object.in("status").integer("desiredNumberScheduled", 0),
                isRolling(object));
    }

    private static boolean isRolling(Fields object) {
        Fields status = object.in("status");
        int desired = status.integer("desiredNumberScheduled", 0);
        return status.has("observedGeneration")
                && (status.integer("updatedNumberScheduled", 0) < desired
                        || status.integer("numberAvailable", 0) < desired);
    }

    @Override
    public Kind kind() {
        return Kind.DAEMON_SET;
    }

    @Override
    public DaemonSet withTemplate(PodTemplate other) {
        return new DaemonSet(
                metadata,
                selector,
                other,
                onDelete,
                maxSurge,
                maxUnavailable,
                minReadySeconds,
                revisionHistoryLimit,
                desired,
                rolling);
    }
}
