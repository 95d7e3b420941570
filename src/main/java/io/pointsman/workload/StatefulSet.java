package io.pointsman.workload;

/**
 * A StatefulSet.
 *
 * @param onDelete whether pods are replaced only when somebody deletes them
 * @param partition pods with an ordinal below it keep their revision
 * @param firstOrdinal the ordinal of the first pod
 * @param ownVolumes whether each pod has persistent volumes of its own
 * @param rolling whether its last rollout is not complete
 * @param ordered whether pods come and go one after the other (OrderedReady)
 */
public record StatefulSet(
        Metadata metadata,
        int replicas,
        LabelSelector selector,
        PodTemplate template,
        boolean onDelete,
        int partition,
        int firstOrdinal,
        boolean ordered,
        int minReadySeconds,
        int revisionHistoryLimit,
        boolean ownVolumes,
        boolean rolling)
        implements Workload {
    static StatefulSet read(Fields object) {
        Fields spec = object.in("spec");
        Fields strategy = spec.in("updateStrategy");
        return new StatefulSet(
                Metadata.read(object),
                spec.integer("replicas", 1),
                LabelSelector.read(spec.in("selector")),
                PodTemplate.read(spec.in("template")),
                strategy.text("type", "RollingUpdate").equals("OnDelete"),
                strategy.in("rollingUpdate").integer("partition", 0),
                spec.in("ordinals").integer("start", 0),
                !spec.text("podManagementPolicy", "OrderedReady").equals("Parallel"),
                spec.integer("minReadySeconds", 0),
                spec.integer("revisionHistoryLimit", 10),
                !spec.each("volumeClaimTemplates", Metadata::read).isEmpty(),
                isRolling(object));
    }

    private static boolean isRolling(Fields object) {
        Fields status = object.in("status");
        return status.has("updateRevision")
                && !status.text("updateRevision", "").equals(status.text("currentRevision", ""));
    }

    /** Whether a change of the template reaches no pod by itself. */
    public boolean keepsAllPods() {
        return onDelete || (replicas > 0 && (long) partition - firstOrdinal >= replicas);
    }

    @Override
    public Kind kind() {
        return Kind.STATEFUL_SET;
    }

    @Override
    public StatefulSet withTemplate(PodTemplate other) {
        return new StatefulSet(
                metadata,
                replicas,
                selector,
                other,
                onDelete,
                partition,
                firstOrdinal,
                ordered,
                minReadySeconds,
                revisionHistoryLimit,
                ownVolumes,
                rolling);
    }

    /** The same StatefulSet at another size. */
    public StatefulSet withReplicas(int other) {
        return new StatefulSet(
                metadata,
                other,
                selector,
                template,
                onDelete,
                partition,
                firstOrdinal,
                ordered,
                minReadySeconds,
                revisionHistoryLimit,
                ownVolumes,
                rolling);
    }
}
