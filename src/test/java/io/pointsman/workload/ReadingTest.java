package io.pointsman.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointsman.testing.Yaml;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadingTest {
    private static Reading<ApiObject> read(String yaml) {
        return Reading.of(Kind.DEPLOYMENT, Yaml.object(yaml));
    }

    @Test
    void fillsInWhatTheApiServerWouldFillIn() {
        Deployment deployment = (Deployment) read("""
                metadata: {name: web}
                spec:
                  template:
                    spec:
                      containers:
                        - {name: web, readinessProbe: {periodSeconds: 0, tcpSocket: {port: 80}}}
                """).object();

        assertThat(deployment.replicas()).isEqualTo(1);
        assertThat(deployment.strategy())
                .isEqualTo(new Deployment.RollingUpdate(IntOrPercent.percent(25), IntOrPercent.percent(25)));
        assertThat(deployment.revisionHistoryLimit()).isEqualTo(10);
        assertThat(deployment.progressDeadlineSeconds()).isEqualTo(600);
        assertThat(deployment.template().terminationGracePeriodSeconds()).isEqualTo(30);
        assertThat(deployment.template().containers().getFirst().readiness())
                .extracting(Probe::periodSeconds, Probe::timeoutSeconds, Probe::failureThreshold)
                .containsExactly(10, 1, 3);
    }

    @Test
    void takesNumbersByTheirValue() {
        assertThat(((Deployment) read("spec: {replicas: 4.0}").object()).replicas())
                .isEqualTo(4);
    }

    @Test
    void namesEveryFieldThatItCannotReadAndGoesOn() {
        Reading<ApiObject> reading = read("""
                metadata: {name: web, labels: {a: 1}}
                spec:
                  replicas: many
                  paused: "yes"
                  strategy: {type: Sometimes, rollingUpdate: {maxSurge: a third}}
                  template: {spec: {containers: {name: web}}}
                """);

        assertThat(reading.object().metadata().name()).isEqualTo("web");
        assertThat(reading.problems())
                .contains(
                        "metadata.labels.a is not a string",
                        "spec.replicas must be a whole number, not \"many\"",
                        "spec.paused must be true or false, not \"yes\"",
                        "spec.strategy.type must be RollingUpdate or Recreate, not \"Sometimes\"",
                        "spec.strategy.rollingUpdate.maxSurge must be a whole number or a percentage such as 25%, not \"a third\"",
                        "spec.template.spec.containers must be a list, not an object");
    }

    @Test
    void readsNothingAtAllAsAllDefaults() {
        for (Kind kind : Kind.values()) {
            assertThat(Reading.of(kind, Yaml.object("{}")).problems()).isEmpty();
        }
    }

    @Test
    void aTemplateIsTheSameRevisionWhateverTheOrderAndTheHash() {
        String one =
                "metadata: {labels: {a: b, pod-template-hash: x}, creationTimestamp: null}\nspec: {replicas: 3, x: []}";
        String other = "spec: {replicas: 3.0}\nmetadata: {labels: {a: b}}";

        assertThat(Manifest.fingerprint(Yaml.object(one))).isEqualTo(Manifest.fingerprint(Yaml.object(other)));
        assertThat(Manifest.fingerprint(Yaml.object(one)))
                .isNotEqualTo(Manifest.fingerprint(Yaml.object(other.replace("3.0", "4"))));
    }

    @Test
    void aServiceLeadsToItsOwnPortWhenItNamesNoTarget() {
        Service service = Manifest.service(
                Yaml.object("spec: {selector: {a: b}, ports: [{port: 80}, {port: 81, targetPort: web}]}"));

        assertThat(service.ports()).extracting(Service.Port::target).containsExactly("80", "web");
        assertThat(service.selects(Map.of("a", "b", "c", "d"))).isTrue();
        assertThat(service.selects(Map.of("c", "d"))).isFalse();
    }

    @Test
    void aSelectorNeedsAllOfItsTerms() {
        LabelSelector selector = new LabelSelector(
                Map.of("app", "web"),
                List.of(
                        new LabelSelector.Expression("tier", "In", List.of("a", "b")),
                        new LabelSelector.Expression("old", "DoesNotExist", List.of())));

        assertThat(selector.matches(Map.of("app", "web", "tier", "a"))).isTrue();
        assertThat(selector.matches(Map.of("app", "web"))).isFalse();
        assertThat(selector.matches(Map.of("app", "web", "tier", "a", "old", "1")))
                .isFalse();
        assertThat(LabelSelector.of(Map.of()).matches(Map.of("x", "y"))).isTrue();
    }
}
