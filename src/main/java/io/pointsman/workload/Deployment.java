package io.pointsman.workload;

/**
 * A Deployment.
 *
 * @param progressDeadlineSeconds the longest time without progress
 * @param rolling whether its last rollout is not complete, as {@code kubectl rollout status} sees it
 */
public record Deployment(
        Metadata metadata,
        int replicas,
        LabelSelector selector,
        PodTemplate template,
        Strategy strategy,
        int minReadySeconds,
        int revisionHistoryLimit,
        int progressDeadlineSeconds,
        boolean paused,
        boolean rolling)
        implements Workload {
    private static final IntOrPercent QUARTER = IntOrPercent.percent(25);

    /** How pods are replaced. */
    public sealed interface Strategy {}

    /** All old pods go before the first new one comes. */
    public record Recreate() implements Strategy {}

    /** Old pods go as new ones come. */
    public record RollingUpdate(IntOrPercent maxSurge, IntOrPercent maxUnavailable) implements Strategy {}

    static Deployment read(Fields object) {
        Fields spec = object.in("spec");
        return new Deployment(
                Metadata.read(object),
                spec.integer("replicas", 1),
                LabelSelector.read(spec.in("selector")),
                PodTemplate.read(spec.in("template")),
                strategy(spec.in("strategy")),
                spec.integer("minReadySeconds", 0),
                spec.integer("revisionHistoryLimit", 10),
                spec.integer("progressDeadlineSeconds", 600),
                spec.flag("paused"),
                isRolling(object, spec.integer("replicas", 1)));
    }

    private static boolean isRolling(Fields object, int replicas) {
        Fields status = object.in("status");
        int updated = status.integer("updatedReplicas", 0);
        return status.has("observedGeneration")
                && (updated < replicas
                        || status.integer("replicas", 0) > updated
                        || status.integer("availableReplicas", 0) < updated);
    }

    private static Strategy strategy(Fields strategy) {
        String type = strategy.text("type", "RollingUpdate");
        if (type.equals("Recreate")) {
            return new Recreate();
        }
        if (!type.isEmpty() && !type.equals("RollingUpdate")) {
            strategy.problem("type", "RollingUpdate or Recreate", strategy.raw().path("type"));
        }
        Fields rolling = strategy.in("rollingUpdate");
        return new RollingUpdate(
                rolling.intOrPercent("maxSurge", QUARTER), rolling.intOrPercent("maxUnavailable", QUARTER));
    }

    /** What a rollout does to the number of pods. */
    public Rollout rollout() {
        return switch (strategy) {
            case Recreate() -> new Rollout(replicas, 0, replicas);
            case RollingUpdate(IntOrPercent surge, IntOrPercent unavailable) ->
                Rollout.ofDeployment(replicas, surge, unavailable);
        };
    }

    @Override
    public Kind kind() {
        return Kind.DEPLOYMENT;
    }

    @Override
    public Deployment withTemplate(PodTemplate other) {
        return new Deployment(
                metadata,
                replicas,
                selector,
                other,
                strategy,
                minReadySeconds,
                revisionHistoryLimit,
                progressDeadlineSeconds,
                paused,
                rolling);
    }

    /** The same Deployment at another size. */
    public Deployment withReplicas(int other) {
        return new Deployment(
                metadata,
                other,
                selector,
                template,
                strategy,
                minReadySeconds,
                revisionHistoryLimit,
                progressDeadlineSeconds,
                paused,
                rolling);
    }
}
