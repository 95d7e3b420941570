package io.pointsman.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointsman.policy.rule.Rules;
import io.pointsman.policy.rule.Town;
import io.pointsman.workload.ApiObject;
import io.pointsman.workload.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoliciesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String GOOD = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {namespace: shop, name: web, uid: u1, labels: {}, annotations: {}}
            spec:
              replicas: 4
              minReadySeconds: 5
              strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 1}}
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: web:1, ports: [{containerPort: 80}], readinessProbe: {tcpSocket: {port: 80}}, lifecycle: {preStop: {sleep: {seconds: 5}}}}]}
            """;
    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {namespace: shop, name: web}
            spec: {selector: {app: web}, ports: [{port: 80}]}
            """;
    private static final String BUDGET = """
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {namespace: shop, name: web}
            spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
            """;
    private final Policies policies = new Policies(Rules.all(), Settings::in);
    private final Town town = new Town()
            .with(SERVICE)
            .with(BUDGET)
            .withNamespace("shop", Map.of("pointsman.io/environment", "production"));

    private static ApiObject good(String... replacements) {
        String yaml = GOOD;
        for (int i = 0; i < replacements.length; i += 2) {
            assertThat(yaml).contains(replacements[i]);
            yaml = yaml.replace(replacements[i], replacements[i + 1]);
        }
        return Town.object(yaml);
    }

    private Verdict update(ApiObject before, ApiObject after) {
        return policies.evaluate(Change.update(before, after, "alice"), town, NOW);
    }

    private Verdict create(ApiObject after) {
        return policies.evaluate(Change.create(after, "alice"), town, NOW);
    }

    @Test
    void aGoodObjectPassesInSilence() {
        assertThat(create(good())).isEqualTo(new Verdict(Environment.production, List.of(), List.of()));
    }

    @Test
    void productionDeniesWhatElsewhereOnlyWarns() {
        ApiObject recreate = good("{rollingUpdate: {maxSurge: 1, maxUnavailable: 1}}", "{type: Recreate}");
        ApiObject elsewhere = good(
                "{rollingUpdate: {maxSurge: 1, maxUnavailable: 1}}",
                "{type: Recreate}",
                "namespace: shop",
                "namespace: lab");
        ApiObject development = good(
                "{rollingUpdate: {maxSurge: 1, maxUnavailable: 1}}",
                "{type: Recreate}",
                "labels: {}",
                "labels: {pointsman.io/environment: development}");

        assertThat(create(recreate).denials()).hasSize(1);
        assertThat(create(elsewhere).allowed()).isTrue();
        assertThat(create(elsewhere).warnings()).hasSize(1);
        assertThat(create(development).judged()).isEmpty();
    }

    @Test
    void whatWasSoBeforeOnlyWarns() {
        Verdict verdict = update(
                good("maxUnavailable: 1", "maxUnavailable: 2"),
                good("maxUnavailable: 1", "maxUnavailable: 2", "web:1", "web:2"));

        assertThat(verdict.allowed()).isTrue();
        assertThat(verdict.warnings())
                .singleElement()
                .asString()
                .endsWith("(not denied: it was so before this change)");
    }

    @Test
    void whatTheChangeMakesWorseIsDenied() {
        assertThat(update(
                                good("maxUnavailable: 1", "maxUnavailable: 2"),
                                good("maxUnavailable: 1", "maxUnavailable: 3"))
                        .denials())
                .singleElement()
                .extracting(j -> j.finding().rule())
                .isEqualTo("max-unavailable-too-high");
    }

    @Test
    void whatTheChangeMakesBetterPassesThoughItIsNotGoodYet() {
        assertThat(update(
                                good("maxUnavailable: 1", "maxUnavailable: 3"),
                                good("maxUnavailable: 1", "maxUnavailable: 2"))
                        .allowed())
                .isTrue();
    }

    @Test
    void aRollbackPasses() {
        ApiObject old = good(", readinessProbe: {tcpSocket: {port: 80}}", "");
        ApiObject present = good("web:1", "web:2");
        town.withRevision((Workload) old).withRevision((Workload) present);

        Verdict verdict = update(present, old);

        assertThat(verdict.allowed()).isTrue();
        assertThat(verdict.warnings()).singleElement().asString().contains("this is a rollback");
    }

    @Test
    void aRollbackDoesNotCarryOtherThingsThrough() {
        ApiObject old = good(", readinessProbe: {tcpSocket: {port: 80}}", "");
        town.withRevision((Workload) old);

        Verdict verdict = update(
                good("web:1", "web:2"),
                good(", readinessProbe: {tcpSocket: {port: 80}}", "", "maxUnavailable: 1", "maxUnavailable: 3"));

        assertThat(verdict.denials()).extracting(j -> j.finding().rule()).containsExactly("max-unavailable-too-high");
    }

    @Test
    void whatIsOnItsWayOutMayLetGo() {
        ApiObject leaving =
                good("uid: u1", "uid: u1, deletionTimestamp: now", "maxUnavailable: 1", "maxUnavailable: 4");

        assertThat(update(good(), leaving).judged()).isEmpty();
    }

    @Test
    void beforeTheCachesAreFilledNothingIsDenied() {
        town.notSynced();

        Verdict verdict = create(good("maxUnavailable: 1", "maxUnavailable: 4"));

        assertThat(verdict.allowed()).isTrue();
        assertThat(verdict.warnings()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "system:kube-controller-manager, true",
        "system:serviceaccount:kube-system:horizontal-pod-autoscaler, true",
        "system:serviceaccount:kube-system:somebody, false",
        "system:serviceaccount:shop:horizontal-pod-autoscaler, false"
    })
    void theControllersOfTheClusterAreNeverDenied(String user, boolean allowed) {
        Change change = Change.update(good(), good("maxUnavailable: 1", "maxUnavailable: 4"), user);

        assertThat(policies.evaluate(change, town, NOW).allowed()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-23 single writer | true  |",
                "2026-11-23T12:00:01Z soon over | true  |",
                "2026-11-22 too late      | false | it expired on 2026-11-22",
                "2026-11-23T12:00:00Z now | false | it expired",
                "2026-12-01               | false | it gives no reason",
                "soon because             | false | it must read"
            })
    void anExemptionNeedsADateToComeAndAReason(String value, boolean honored, String refusal) {
        ApiObject object = good(
                "maxUnavailable: 1",
                "maxUnavailable: 4",
                "annotations: {}",
                "annotations: {exempt.pointsman.io/outage-during-rollout: \"" + value + "\"}");

        Verdict verdict = create(object);

        assertThat(verdict.allowed()).isEqualTo(honored);
        if (refusal == null) {
            assertThat(verdict.judged())
                    .singleElement()
                    .extracting(Judged::action)
                    .isEqualTo(Action.Audit);
        } else {
            assertThat(verdict.notices()).singleElement().asString().contains(refusal);
        }
    }

    @Test
    void anEnvironmentThatDoesNotExistIsSaid() {
        assertThat(create(good("labels: {}", "labels: {pointsman.io/environment: prod}"))
                        .notices())
                .singleElement()
                .asString()
                .contains("pointsman.io/environment is prod");
    }
}
