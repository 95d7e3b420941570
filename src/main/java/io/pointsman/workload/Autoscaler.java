package io.pointsman.workload;

/**
 * A HorizontalPodAutoscaler.
 *
 * @param targetKind for example {@code Deployment}
 */
public record Autoscaler(
        Metadata metadata, String targetGroup, String targetKind, String targetName, int minReplicas, int maxReplicas)
        implements ApiObject {
    static Autoscaler read(Fields object) {
        Fields spec = object.in("spec");
        Fields target = spec.in("scaleTargetRef");
        String apiVersion = target.text("apiVersion", "");
        int slash = apiVersion.indexOf('/');
        return new Autoscaler(
                Metadata.read(object),
                slash < 0 ? "" : apiVersion.substring(0, slash),
                target.text("kind", ""),
                target.text("name", ""),
                spec.integer("minReplicas", 1),
                spec.integer("maxReplicas", 1));
    }

    /** Whether it sets the replicas of that workload. */
    public boolean scales(Workload workload) {
        return metadata.namespace().equals(workload.metadata().namespace())
                && targetName.equals(workload.metadata().name())
                && targetKind.equals(workload.kind().shown())
                && targetGroup.equals(workload.kind().group());
    }

    @Override
    public Kind kind() {
        return Kind.AUTOSCALER;
    }
}
