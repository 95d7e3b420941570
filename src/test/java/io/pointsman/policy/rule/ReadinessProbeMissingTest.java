package io.pointsman.policy.rule;

import io.pointsman.policy.Action;
import org.junit.jupiter.api.Test;

class ReadinessProbeMissingTest {
    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {namespace: shop, name: web}
            spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
            """;
    private static final String GOOD = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {namespace: shop, name: web}
            spec:
              template:
                metadata: {labels: {app: web}}
                spec:
                  initContainers: [{name: proxy, restartPolicy: Always, ports: [{name: proxied, containerPort: 9090}]}]
                  containers:
                    - name: web
                      ports: [{name: http, containerPort: 8080}]
                      readinessProbe: {tcpSocket: {port: http}}
                    - name: helper
            """;
    private static final String PROBE = "          readinessProbe: {tcpSocket: {port: http}}\n";

    @Test
    void asksTheContainerThatTheServiceLeadsTo() {
        new RuleTable(new ReadinessProbeMissing(), new Town().with(SERVICE), GOOD)
                .finds(
                        Action.Deny,
                        "spec.template.spec.containers[0].readinessProbe is missing on container web, to which Service web leads (port http)",
                        PROBE,
                        "")
                .passes(PROBE, "", "labels: {app: web}", "labels: {app: other}")
                .passes(PROBE, "", "namespace: shop", "namespace: elsewhere")
                .passes(PROBE, "", "name: http", "name: grpc");
    }

    @Test
    void findsThePortByNumber() {
        new RuleTable(
                        new ReadinessProbeMissing(),
                        new Town().with(SERVICE.replace("targetPort: http", "targetPort: 8080")),
                        GOOD)
                .finds(Action.Deny, "container web", PROBE, "")
                .passes(
                        PROBE,
                        "",
                        "containerPort: 8080",
                        "containerPort: 8080, protocol: UDP",
                        "    - name: helper",
                        "    - name: helper\n          readinessProbe: {exec: {command: [x]}}");
    }

    @Test
    void onlyWarnsWhereNobodyCanTellWhichContainerIsMeant() {
        new RuleTable(
                        new ReadinessProbeMissing(),
                        new Town().with(SERVICE.replace("targetPort: http", "targetPort: 7070")),
                        GOOD)
                .finds(Action.Warn, "container web", PROBE, "")
                .finds(Action.Deny, "container web", PROBE, "", "        - name: helper\n", "");
    }

    @Test
    void doesNotAskSidecars() {
        new RuleTable(
                        new ReadinessProbeMissing(),
                        new Town().with(SERVICE.replace("targetPort: http", "targetPort: proxied")),
                        GOOD)
                .passes(PROBE, "");
    }

    @Test
    void doesNotAskWhereReadinessDoesNotCount() {
        new RuleTable(
                        new ReadinessProbeMissing(),
                        new Town().with(SERVICE.replace("spec: {", "spec: {publishNotReadyAddresses: true, ")),
                        GOOD)
                .passes(PROBE, "");
    }
}
