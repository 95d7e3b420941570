package io.pointsman.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointsman.policy.Environment;
import io.pointsman.policy.Finding;
import io.pointsman.policy.Rule;
import io.pointsman.policy.Scene;
import io.pointsman.policy.Settings;
import io.pointsman.workload.ApiObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetRulesTest {
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {namespace: shop, name: web}
            spec: {replicas: 3, template: {metadata: {labels: {app: web, version: blue}}}}
            """;
    private static final String BUDGET = """
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {namespace: shop, name: web}
            spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
            """;
    private static final String SCALER = """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {namespace: shop, name: web}
            spec: {minReplicas: 2, maxReplicas: 9, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
            """;
    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {namespace: shop, name: web}
            spec: {selector: {app: web}, ports: [{port: 80}]}
            """;

    private static List<Finding> find(Rule.OfState rule, String yaml, Town town) {
        ApiObject object = Town.object(yaml);
        return rule.find(object, new Scene(town, Settings.in(Environment.production), Environment.production));
    }

    private static String amount(String amount) {
        return BUDGET.replace("maxUnavailable: 1", amount);
    }

    @ParameterizedTest
    @CsvSource({
        "maxUnavailable: 1, 3, false",
        "maxUnavailable: 0, 3, true",
        "maxUnavailable: 0%, 3, true",
        "maxUnavailable: 1%, 3, false",
        "minAvailable: 2, 3, false",
        "minAvailable: 3, 3, true",
        "minAvailable: 4, 3, true",
        "minAvailable: 67%, 3, true",
        "minAvailable: 66%, 3, false",
        "minAvailable: 100%, 3, true",
        "minAvailable: 50%, 1, true",
        "minAvailable: 1, 1, true",
        "minAvailable: 1, 0, false",
        "maxUnavailable: 100%, 1, false"
    })
    void aBudgetBlocksWhenItAllowsNoDisruption(String amount, int replicas, boolean blocks) {
        String deployment = DEPLOYMENT.replace("replicas: 3", "replicas: " + replicas);

        assertThat(find(new PdbBlocksDrain(), amount(amount), new Town().with(deployment)))
                .hasSize(blocks ? 1 : 0);
        assertThat(find(new PdbBlocksDrain(), deployment, new Town().with(amount(amount))))
                .hasSize(blocks ? 1 : 0);
    }

    @Test
    void aBudgetThatEqualsTheMinimumOfTheAutoscalerBlocksThere() {
        Town town = new Town().with(DEPLOYMENT).with(SCALER).with(amount("minAvailable: 2"));

        assertThat(find(new PdbBlocksDrain(), amount("minAvailable: 2"), town))
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .contains(
                        "with minAvailable 2 allows no disruption at 2 pods",
                        "set maxUnavailable: 1 in place of minAvailable 2");
        assertThat(find(new PdbBlocksDrain(), SCALER, town)).hasSize(1);
        assertThat(find(new PdbBlocksDrain(), SCALER.replace("minReplicas: 2", "minReplicas: 3"), town))
                .isEmpty();
        assertThat(find(new PdbBlocksDrain(), DEPLOYMENT, town)).hasSize(1);
    }

    @Test
    void aBudgetOverTwoWorkloadsCountsBoth() {
        Town town = new Town().with(DEPLOYMENT).with(DEPLOYMENT.replace("name: web}", "name: green}"));

        assertThat(find(new PdbBlocksDrain(), amount("minAvailable: 3"), town)).isEmpty();
        assertThat(find(new PdbBlocksDrain(), amount("minAvailable: 6"), town)).hasSize(1);
    }

    @Test
    void aBudgetOfAnotherNamespaceOrWithAllLabelsNotMetDoesNotCount() {
        Town town = new Town()
                .with(amount("minAvailable: 3").replace("namespace: shop", "namespace: other"))
                .with(amount("minAvailable: 3").replace("{app: web}", "{app: web, version: green}"));

        assertThat(find(new PdbBlocksDrain(), DEPLOYMENT, town)).isEmpty();
    }

    @Test
    void onlyANumberOfMinAvailableWorksForADaemonSet() {
        String daemon = DEPLOYMENT.replace("kind: Deployment", "kind: DaemonSet");

        assertThat(find(new PdbBlocksDrain(), BUDGET, new Town().with(daemon))).hasSize(1);
        assertThat(find(new PdbBlocksDrain(), amount("minAvailable: 50%"), new Town().with(daemon)))
                .hasSize(1);
        assertThat(find(new PdbBlocksDrain(), amount("minAvailable: 2"), new Town().with(daemon)))
                .isEmpty();
    }

    @Test
    void pdbMissing() {
        assertThat(find(new PdbMissing(), DEPLOYMENT, new Town().with(SERVICE))).hasSize(1);
        assertThat(find(new PdbMissing(), DEPLOYMENT, new Town())).isEmpty();
        assertThat(find(new PdbMissing(), DEPLOYMENT, new Town().with(SERVICE).with(BUDGET)))
                .isEmpty();
        assertThat(find(new PdbMissing(), DEPLOYMENT.replace("replicas: 3", "replicas: 1"), new Town().with(SERVICE)))
                .isEmpty();
    }

    @Test
    void pdbOverlap() {
        String other = BUDGET.replace("name: web}", "name: all}").replace("matchLabels: {app: web}", "");

        assertThat(find(new PdbOverlap(), DEPLOYMENT, new Town().with(BUDGET))).isEmpty();
        assertThat(find(new PdbOverlap(), DEPLOYMENT, new Town().with(BUDGET).with(other)))
                .singleElement()
                .extracting(Finding::is)
                .asString()
                .contains("PodDisruptionBudgets all and web");
        assertThat(find(new PdbOverlap(), other, new Town().with(BUDGET).with(DEPLOYMENT)))
                .hasSize(1);
        assertThat(find(new PdbOverlap(), BUDGET, new Town().with(BUDGET).with(DEPLOYMENT)))
                .isEmpty();
    }
}
