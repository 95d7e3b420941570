package io.pointsman.policy;

/**
 * The numbers that rules compare with.
 *
 * @param readyFloorPercent the least part of the replicas that stays ready in a rollout
 * @param minRevisions the least number of old revisions to keep
 */
public record Settings(int readyFloorPercent, int minRevisions) {
    public static final Settings DEFAULT = new Settings(75, 2);
}
