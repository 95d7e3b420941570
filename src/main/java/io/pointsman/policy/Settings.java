package io.pointsman.policy;

/**
 * The numbers that rules compare with.
 *
 * @param readyFloorPercent the least part of the replicas that stays ready in a rollout
 * @param surgeCeilingPercent the most pods on top of the replicas, as a part of them
 * @param minReadySeconds the least time that a pod must stay ready to count as available
 * @param minRevisions the least number of old revisions to keep
 * @param minReplicas the least number of replicas
 * @param digestRequired whether images must be named by digest
 */
public record Settings(
        int readyFloorPercent,
        int surgeCeilingPercent,
        int minReadySeconds,
        int minRevisions,
        int minReplicas,
        boolean digestRequired) {
    private static final Settings PRODUCTION = new Settings(75, 100, 5, 2, 2, false);
    private static final Settings ELSEWHERE = new Settings(75, 100, 0, 2, 1, false);

    /** What holds where no policy says otherwise. */
    public static Settings in(Environment environment) {
        return environment == Environment.production ? PRODUCTION : ELSEWHERE;
    }
}
