package io.pointsman.policy.rule;

import io.pointsman.policy.Action;
import org.junit.jupiter.api.Test;

class StrategyRulesTest {
    private static final String GOOD = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {namespace: shop, name: web}
            spec:
              replicas: 4
              revisionHistoryLimit: 3
              strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 25%, maxUnavailable: 25%}}
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers: [{name: web, image: web:1}]
                  volumes: []
            """;
    private static final String ROLLING = "{type: RollingUpdate, rollingUpdate: {maxSurge: 25%, maxUnavailable: 25%}}";
    private static final String CLAIM = "[{name: data, persistentVolumeClaim: {claimName: data}}]";

    @Test
    void recreateStrategy() {
        Town town = new Town().withClaim("data", "ReadWriteOnce").withClaim("shared", "ReadWriteMany");
        new RuleTable(new RecreateStrategy(), town, GOOD)
                .finds(Action.Deny, "spec.strategy.type is Recreate", ROLLING, "{type: Recreate}")
                .passes(ROLLING, "{type: Recreate}", "replicas: 4", "replicas: 0")
                .finds(Action.Warn, "Recreate", ROLLING, "{type: Recreate}", "volumes: []", "volumes: " + CLAIM)
                .finds(
                        Action.Warn,
                        "Recreate",
                        ROLLING,
                        "{type: Recreate}",
                        "volumes: []",
                        "volumes: " + CLAIM.replace("claimName: data", "claimName: unknown"))
                .finds(
                        Action.Deny,
                        "Recreate",
                        ROLLING,
                        "{type: Recreate}",
                        "volumes: []",
                        "volumes: " + CLAIM.replace("claimName: data", "claimName: shared"));
    }

    @Test
    void outageDuringRollout() {
        new RuleTable(new OutageDuringRollout(), new Town(), GOOD)
                .passes("replicas: 4", "replicas: 1")
                .passes("replicas: 4", "replicas: 0", "maxUnavailable: 25%", "maxUnavailable: 100%")
                .passes(ROLLING, "{type: Recreate}")
                .finds(
                        Action.Deny,
                        "so the controller takes 1",
                        "replicas: 4",
                        "replicas: 1",
                        "maxSurge: 25%",
                        "maxSurge: 0")
                .finds(Action.Deny, "is 100% of 4 replicas", "maxUnavailable: 25%", "maxUnavailable: 100%")
                .finds(Action.Deny, "is 4 of 4 replicas", "maxUnavailable: 25%", "maxUnavailable: 4")
                .finds(
                        Action.Deny,
                        "is 1 of 1 replicas",
                        "replicas: 4",
                        "replicas: 1",
                        "maxUnavailable: 25%",
                        "maxUnavailable: 1");
    }

    @Test
    void maxUnavailableTooHigh() {
        new RuleTable(new MaxUnavailableTooHigh(), new Town(), GOOD)
                .passes("replicas: 4", "replicas: 3", "maxUnavailable: 25%", "maxUnavailable: 1")
                .passes("replicas: 4", "replicas: 2", "maxUnavailable: 25%", "maxUnavailable: 1")
                .passes("maxUnavailable: 25%", "maxUnavailable: 4")
                .passes("replicas: 4", "replicas: 7", "maxUnavailable: 25%", "maxUnavailable: 28%")
                .finds(
                        Action.Deny,
                        "leaves 2 of 4 replicas ready in a rollout; it should be at most 1",
                        "maxUnavailable: 25%",
                        "maxUnavailable: 50%")
                .finds(
                        Action.Deny,
                        "set spec.strategy.rollingUpdate.maxUnavailable to 25",
                        "replicas: 4",
                        "replicas: 100",
                        "maxUnavailable: 25%",
                        "maxUnavailable: 26");
    }

    @Test
    void revisionHistory() {
        new RuleTable(new RevisionHistory(), new Town(), GOOD)
                .passes("revisionHistoryLimit: 3", "revisionHistoryLimit: 2")
                .passes("revisionHistoryLimit: 3", "paused: false")
                .finds(Action.Deny, "is 0, so nothing is left", "revisionHistoryLimit: 3", "revisionHistoryLimit: 0")
                .finds(Action.Deny, "is 1, so a second change", "revisionHistoryLimit: 3", "revisionHistoryLimit: 1")
                .finds(
                        Action.Deny,
                        "revision-history",
                        "revisionHistoryLimit: 3",
                        "revisionHistoryLimit: 0",
                        "kind: Deployment",
                        "kind: StatefulSet");
    }
}
