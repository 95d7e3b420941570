package io.pointsman.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointsman.policy.Action;
import io.pointsman.policy.Change;
import io.pointsman.policy.Environment;
import io.pointsman.policy.Finding;
import io.pointsman.policy.Rule;
import io.pointsman.policy.Scene;
import io.pointsman.policy.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;

class MoreRulesTest {
    private static final String GOOD = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {namespace: shop, name: web}
            spec:
              replicas: 3
              minReadySeconds: 5
              progressDeadlineSeconds: 600
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  terminationGracePeriodSeconds: 30
                  affinity: {}
                  topologySpreadConstraints: []
                  volumes: []
                  containers:
                    - name: web
                      image: example.com:5000/web:1.2
                      ports: [{name: http, containerPort: 8080}]
                      readinessProbe: {httpGet: {path: /ready, port: http}, initialDelaySeconds: 30, periodSeconds: 10}
                      livenessProbe: {httpGet: {path: /live, port: http}, initialDelaySeconds: 60, periodSeconds: 10}
                      lifecycle: {preStop: {exec: {command: [sh, -c, "sleep 10"]}}}
            """;
    private static final String NODE = """
            metadata: {name: HOST, labels: {kubernetes.io/hostname: HOST, pool: general}}
            spec: {taints: []}
            """;
    private static final String APART =
            "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: web}}}]}}";

    private static RuleTable table(Rule.OfState rule, Town town) {
        return new RuleTable(rule, town, GOOD);
    }

    @Test
    void surgeTooHigh() {
        table(new SurgeTooHigh(), new Town().withNodes(4, NODE))
                .passes("replicas: 3", "replicas: 1\n  strategy: {rollingUpdate: {maxSurge: 1}}")
                .finds(
                        Action.Warn,
                        "comes to 6 pods on top of 3",
                        "replicas: 3",
                        "replicas: 3\n  strategy: {rollingUpdate: {maxSurge: 200%}}")
                .finds(
                        Action.Warn,
                        "lets 6 pods take the same node port, with 4 nodes for them; it should be at most 1",
                        "replicas: 3",
                        "replicas: 3\n  strategy: {rollingUpdate: {maxSurge: 3}}",
                        "containerPort: 8080",
                        "containerPort: 8080, hostPort: 80");
    }

    @Test
    void rolloutDeadlock() {
        String tainted = NODE.replace("taints: []", "taints: [{key: dedicated, value: db, effect: NoSchedule}]");
        table(new RolloutDeadlock(), new Town().withNodes(3, NODE).withNodes(1, tainted))
                .finds(Action.Deny, "keeps the pods one per kubernetes.io/hostname (room for 3)", "affinity: {}", APART)
                .passes("affinity: {}", APART, "replicas: 3", "replicas: 2")
                .passes("affinity: {}", APART, "replicas: 3", "replicas: 4")
                .passes(
                        "affinity: {}",
                        APART.replace("topologyKey", "matchLabelKeys: [pod-template-hash], topologyKey"))
                .passes("affinity: {}", APART.replace("{app: web}", "{app: other}"))
                .passes("affinity: {}", APART.replace("topologyKey", "namespaces: [other], topologyKey"))
                .passes(
                        "affinity: {}",
                        APART,
                        "replicas: 3",
                        "replicas: 3\n  strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}")
                .passes("affinity: {}", APART + "\n      tolerations: [{key: dedicated, operator: Exists}]")
                .finds(
                        Action.Deny,
                        "keeps the pods one per node (room for 3)",
                        "containerPort: 8080",
                        "containerPort: 8080, hostPort: 80")
                .finds(
                        Action.Deny,
                        "let at most 1 pods into each kubernetes.io/hostname",
                        "topologySpreadConstraints: []",
                        "topologySpreadConstraints: [{topologyKey: kubernetes.io/hostname, maxSkew: 1, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}]")
                .passes(
                        "topologySpreadConstraints: []",
                        "topologySpreadConstraints: [{topologyKey: kubernetes.io/hostname, maxSkew: 1, whenUnsatisfiable: DoNotSchedule, nodeTaintsPolicy: Honor, labelSelector: {matchLabels: {app: web}}}]")
                .passes(
                        "topologySpreadConstraints: []",
                        "topologySpreadConstraints: [{topologyKey: kubernetes.io/hostname, maxSkew: 1, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: web}}}]");
        String pool = NODE.replace("pool: general", "karpenter.sh/nodepool: general");
        table(new RolloutDeadlock(), new Town().withNodes(3, pool))
                .finds(Action.Warn, "room for 3", "affinity: {}", APART);
        table(new RolloutDeadlock(), new Town()).passes("affinity: {}", APART);
    }

    @Test
    void aDaemonSetThatSurgesOntoItsOwnPortsStands() {
        List<Finding> found = new RolloutDeadlock().find(Town.object("""
                apiVersion: apps/v1
                kind: DaemonSet
                metadata: {namespace: shop, name: agent}
                spec:
                  updateStrategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
                  template: {spec: {hostNetwork: true, containers: [{name: agent, ports: [{containerPort: 80}]}]}}
                """), scene(new Town()));

        assertThat(found)
                .singleElement()
                .extracting(Finding::path)
                .isEqualTo("spec.updateStrategy.rollingUpdate.maxSurge");
    }

    @Test
    void volumeDeadlock() {
        Town town = new Town()
                .withClaim("one", "ReadWriteOncePod")
                .withClaim("node", "ReadWriteOnce")
                .withClaim("many", "ReadWriteMany");
        String volumes = "volumes: [{name: data, persistentVolumeClaim: {claimName: CLAIM}}]";
        table(new VolumeDeadlock(), town)
                .finds(Action.Deny, "only one pod may use", "volumes: []", volumes.replace("CLAIM", "one"))
                .finds(Action.Warn, "only one node may use", "volumes: []", volumes.replace("CLAIM", "node"))
                .passes("volumes: []", volumes.replace("CLAIM", "many"))
                .passes("volumes: []", volumes.replace("CLAIM", "unknown"))
                .passes(
                        "volumes: []",
                        volumes.replace("CLAIM", "one"),
                        "replicas: 3",
                        "replicas: 1\n  strategy: {type: Recreate}");
    }

    @Test
    void minReadySeconds() {
        table(new MinReadySeconds(), new Town())
                .finds(Action.Warn, "is 4, so a pod that crashes", "minReadySeconds: 5", "minReadySeconds: 4");
    }

    @Test
    void progressDeadline() {
        String startup =
                "startupProbe: {tcpSocket: {port: http}, initialDelaySeconds: 10, periodSeconds: 10, failureThreshold: %d}\n          readinessProbe";
        table(new ProgressDeadline(), new Town())
                .passes("readinessProbe", startup.formatted(58))
                .finds(Action.Warn, "is 600, but a pod may take 610 s", "readinessProbe", startup.formatted(59))
                .finds(Action.Warn, "may take 601 s", "minReadySeconds: 5", "minReadySeconds: 601");
    }

    @Test
    void readinessNeverInTime() {
        table(new ReadinessNeverInTime(), new Town())
                .passes("initialDelaySeconds: 30", "initialDelaySeconds: 600")
                .finds(
                        Action.Deny,
                        "is not asked whether it is ready for 601 s",
                        "initialDelaySeconds: 30",
                        "initialDelaySeconds: 601");
    }

    @Test
    void livenessEqualsReadiness() {
        table(new LivenessEqualsReadiness(), new Town())
                .finds(Action.Warn, "gives up after 30 s, no later", "/live", "/ready")
                .passes("/live", "/ready", "initialDelaySeconds: 60", "failureThreshold: 4");
    }

    @Test
    void livenessBeforeStartup() {
        table(new LivenessBeforeStartup(), new Town())
                .finds(
                        Action.Deny,
                        "kills the container after 90 s",
                        "initialDelaySeconds: 30",
                        "initialDelaySeconds: 90")
                .passes("initialDelaySeconds: 30", "initialDelaySeconds: 89")
                .passes(
                        "initialDelaySeconds: 30",
                        "initialDelaySeconds: 90",
                        "livenessProbe",
                        "startupProbe: {tcpSocket: {port: http}}\n          livenessProbe");
    }

    @Test
    void prestopExceedsGrace() {
        table(new PrestopExceedsGrace(), new Town())
                .finds(Action.Deny, "sleeps 30 s of a grace period of 30 s", "sleep 10", "sleep 30")
                .finds(Action.Deny, "sleeps 60 s", "sleep 10", "sleep 1m")
                .finds(Action.Deny, "sleeps 40 s", "sleep 10", "sleep 20; nginx -s quit && sleep 20")
                .passes("sleep 10", "sleep 20; if true; then sleep 20; fi")
                .passes("sleep 10", "test -f /x || sleep 60")
                .passes("sleep 10", "sleep 60 & wait")
                .passes("sleep 10", "sleep $DELAY")
                .finds(Action.Deny, "sleeps 31 s", "exec: {command: [sh, -c, \"sleep 10\"]}", "sleep: {seconds: 31}");
    }

    @Test
    void mutableImage() {
        String image = "example.com:5000/web:1.2";
        table(new MutableImage(), new Town())
                .finds(Action.Deny, "has no tag and means latest", image, "example.com:5000/web")
                .finds(Action.Deny, "is whatever was pushed last", image, "web:latest")
                .passes(image, "web@sha256:0f3b")
                .passes(image, "web:latest@sha256:0f3b")
                .passes(image, "web:v1");
    }

    @Test
    void noDrainTime() {
        Town town = new Town()
                .with(
                        "{apiVersion: v1, kind: Service, metadata: {namespace: shop, name: web}, spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}}");
        table(new NoDrainTime(), town)
                .finds(
                        Action.Warn,
                        "lifecycle.preStop is missing on container web",
                        "          lifecycle: {preStop: {exec: {command: [sh, -c, \"sleep 10\"]}}}\n",
                        "");
        table(new NoDrainTime(), new Town())
                .passes("          lifecycle: {preStop: {exec: {command: [sh, -c, \"sleep 10\"]}}}\n", "");
    }

    @Test
    void replicasBelowMinimum() {
        String scaler =
                "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {namespace: shop, name: web}, spec: {minReplicas: MIN, maxReplicas: 9, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}}";
        table(new ReplicasBelowMinimum(), new Town())
                .finds(Action.Deny, "is 1, so losing one pod", "replicas: 3", "replicas: 1")
                .finds(
                        Action.Warn,
                        "is 1, so losing one pod",
                        "replicas: 3",
                        "replicas: 1",
                        "kind: Deployment",
                        "kind: StatefulSet")
                .finds(
                        Action.Warn,
                        "is 1",
                        "replicas: 3",
                        "replicas: 1",
                        "volumes: []",
                        "volumes: [{name: d, persistentVolumeClaim: {claimName: d}}]")
                .passes("replicas: 3", "replicas: 0");
        table(new ReplicasBelowMinimum(), new Town().with(scaler.replace("MIN", "2")))
                .passes("replicas: 3", "replicas: 1");
        Town low = new Town().with(scaler.replace("MIN", "1")).with(GOOD);
        assertThat(new ReplicasBelowMinimum().find(Town.object(GOOD), scene(low)))
                .singleElement()
                .extracting(Finding::atMost)
                .isEqualTo(Action.Warn);
        assertThat(new ReplicasBelowMinimum().find(Town.object(scaler.replace("MIN", "1")), scene(low)))
                .singleElement()
                .extracting(Finding::path, Finding::atMost)
                .containsExactly("spec.minReplicas", Action.Deny);
    }

    @Test
    void nothingWillRoll() {
        String set = GOOD.replace("kind: Deployment", "kind: StatefulSet");
        String daemon = GOOD.replace("kind: Deployment", "kind: DaemonSet");

        assertThat(change(new NothingWillRoll(), GOOD)).isEmpty();
        assertThat(change(new NothingWillRoll(), GOOD.replace("replicas: 3", "paused: true")))
                .containsExactly("spec.paused");
        assertThat(change(new NothingWillRoll(), set)).isEmpty();
        assertThat(change(
                        new NothingWillRoll(),
                        set.replace("minReadySeconds: 5", "updateStrategy: {rollingUpdate: {partition: 2}}")))
                .isEmpty();
        assertThat(change(
                        new NothingWillRoll(),
                        set.replace("minReadySeconds: 5", "updateStrategy: {rollingUpdate: {partition: 3}}")))
                .containsExactly("spec.updateStrategy.rollingUpdate.partition");
        assertThat(change(new NothingWillRoll(), set.replace("minReadySeconds: 5", "updateStrategy: {type: OnDelete}")))
                .containsExactly("spec.updateStrategy.type");
        assertThat(change(
                        new NothingWillRoll(),
                        daemon.replace("minReadySeconds: 5", "updateStrategy: {type: OnDelete}")))
                .containsExactly("spec.updateStrategy.type");
    }

    @Test
    void rolloutInFlight() {
        String status =
                GOOD + "status: {observedGeneration: 2, replicas: 4, updatedReplicas: %d, availableReplicas: 3}\n";

        assertThat(change(new RolloutInFlight(), status.formatted(2))).containsExactly("spec.template");
        assertThat(change(new RolloutInFlight(), (status.formatted(3)).replace("replicas: 4", "replicas: 3")))
                .isEmpty();
        assertThat(new RolloutInFlight()
                        .find(
                                Change.update(
                                        Town.object(GOOD),
                                        Town.object(GOOD.replace("web:1.2", "web:1.3")
                                                .replace("minReadySeconds: 5", "strategy: {type: Recreate}")),
                                        "alice"),
                                scene(new Town())))
                .extracting(Finding::path)
                .containsExactly("spec.strategy");
    }

    @Test
    void hpaReplicaFight() {
        Town town = new Town()
                .with(
                        "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {namespace: shop, name: web}, spec: {minReplicas: 2, maxReplicas: 30, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}}");

        assertThat(replicas(20, 3, town))
                .singleElement()
                .extracting(Finding::is)
                .asString()
                .contains("this drops 20 → 3");
        assertThat(replicas(20, 20, town)).isEmpty();
        assertThat(replicas(3, 20, town)).isEmpty();
        assertThat(replicas(3, 40, town)).hasSize(1);
        assertThat(replicas(20, 0, town)).isEmpty();
        assertThat(replicas(0, 3, town)).isEmpty();
        assertThat(replicas(20, 3, new Town())).isEmpty();
    }

    private static List<Finding> replicas(int before, int after, Town town) {
        return new HpaReplicaFight()
                .find(
                        Change.update(
                                Town.object(GOOD.replace("replicas: 3", "replicas: " + before)),
                                Town.object(GOOD.replace("replicas: 3", "replicas: " + after)),
                                "alice"),
                        scene(town));
    }

    private static List<String> change(Rule.OfChange rule, String before) {
        return rule
                .find(
                        Change.update(Town.object(before), Town.object(before.replace("web:1.2", "web:1.3")), "alice"),
                        scene(new Town()))
                .stream()
                .map(Finding::path)
                .toList();
    }

    private static Scene scene(Town town) {
        return new Scene(town, Settings.in(Environment.production), Environment.production);
    }
}
