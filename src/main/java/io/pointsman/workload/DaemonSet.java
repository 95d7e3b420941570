package io.pointsman.workload;

/**
 * A DaemonSet.
 *
 * @param onDelete whether pods are replaced only when somebody deletes them
 */
public record DaemonSet(
        Metadata metadata,
        LabelSelector selector,
        PodTemplate template,
        boolean onDelete,
        IntOrPercent maxSurge,
        IntOrPercent maxUnavailable,
        int minReadySeconds,
        int revisionHistoryLimit)
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
                spec.integer("revisionHistoryLimit", 10));
    }

    @Override
    public Kind kind() {
        return Kind.DAEMON_SET;
    }

    @Override
    public DaemonSet withTemplate(PodTemplate other) {
        return new DaemonSet(
                metadata, selector, other, onDelete, maxSurge, maxUnavailable, minReadySeconds, revisionHistoryLimit);
    }
}
