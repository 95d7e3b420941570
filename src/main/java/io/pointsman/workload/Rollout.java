package io.pointsman.workload;

/**
 * What a rollout does to the number of pods, resolved as the workload's own controller resolves it.
 *
 * @param replicas pods that are wanted
 * @param surge pods that may come on top of them
 * @param unavailable pods that may be missing from them
 */
public record Rollout(int replicas, int surge, int unavailable) {
    /**
     * A Deployment's: a percentage of surge rounds up and one of unavailable down, and when both come to nothing, one pod
     * may be unavailable (ResolveFenceposts and MaxUnavailable in k8s.io/kubernetes pkg/controller/deployment/util).
     */
    public static Rollout ofDeployment(int replicas, IntOrPercent maxSurge, IntOrPercent maxUnavailable) {
        int surge = maxSurge.up(replicas);
        int unavailable = maxUnavailable.down(replicas);
        if (surge == 0 && unavailable == 0) {
            unavailable = 1;
        }
        return new Rollout(replicas, surge, Math.min(unavailable, replicas));
    }

    /** The fewest pods that are ready at any time of a rollout that goes well. */
    public int lowestReady() {
        return replicas - unavailable;
    }

    /** The most pods at any time of a rollout, those that still terminate not counted. */
    public long highestPods() {
        return (long) replicas + surge;
    }
}
