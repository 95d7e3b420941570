package io.pointsman.policy.rule;

import io.pointsman.policy.Action;
import io.pointsman.policy.Defaults;
import io.pointsman.policy.Finding;
import io.pointsman.policy.Rule;
import io.pointsman.policy.RuleText;
import io.pointsman.policy.Scene;
import io.pointsman.workload.ApiObject;
import io.pointsman.workload.Container;
import io.pointsman.workload.PodTemplate;
import io.pointsman.workload.Service;
import io.pointsman.workload.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code readiness-probe-missing}. */
public final class ReadinessProbeMissing implements Rule.OfState {
    private static final RuleText TEXT = new RuleText(
            "readiness-probe-missing",
            "A Service sends requests to a container that never says when it is ready",
            "A Service selects the pods of a workload, one of its ports leads to a container, and that container has no readinessProbe. Init containers, sidecars and Jobs are not asked, nor are Services that publish pods before they are ready. A port that no container declares belongs to the only container; where there are several, nobody can tell which, and it is a warning when none of them has a probe.",
            "Without a probe a pod counts as ready the moment its processes run. Each rollout then sends requests to a server that does not listen yet, and goes on replacing the pods that do.",
            "Give the container a readinessProbe that asks what the Service's clients will ask. A startupProbe or livenessProbe does not take its place.",
            """
            containers:
              - name: web
                ports:
                  - name: http
                    containerPort: 8080
                readinessProbe:
                  httpGet:
                    path: /health/ready
                    port: http
            """);

    @Override
    public RuleText text() {
        return TEXT;
    }

    @Override
    public Defaults defaults() {
        return new Defaults(Action.Warn, Action.Deny);
    }

    @Override
    public List<Finding> find(ApiObject object, Scene scene) {
        if (!(object instanceof Workload workload)) {
            return List.of();
        }
        Map<String, Finding> byContainer = new LinkedHashMap<>();
        for (Service service :
                scene.surroundings().servicesSelecting(workload.metadata().namespace(), workload.podLabels())) {
            if (!service.publishNotReady()) {
                for (Service.Port port : service.ports()) {
                    for (Finding finding : missing(workload.template(), service, port)) {
                        byContainer.putIfAbsent(finding.about(), finding);
                    }
                }
            }
        }
        return List.copyOf(byContainer.values());
    }

    private List<Finding> missing(PodTemplate template, Service service, Service.Port port) {
        List<Finding> findings = new ArrayList<>();
        boolean declared = false;
        for (Container container : template.allContainers().toList()) {
            if (container.ports().stream().anyMatch(port::leadsTo)) {
                declared = true;
                if (template.containers().contains(container) && container.readiness() == null) {
                    findings.add(finding(template, container, service, port));
                }
            }
        }
        if (declared || !port.targetName().isEmpty()) {
            return findings;
        }
        List<Container> containers = template.containers();
        if (containers.size() == 1 && containers.getFirst().readiness() == null) {
            return List.of(finding(template, containers.getFirst(), service, port));
        }
        if (containers.size() > 1 && containers.stream().allMatch(c -> c.readiness() == null)) {
            return List.of(
                    finding(template, containers.getFirst(), service, port).atMost(Action.Warn));
        }
        return List.of();
    }

    private Finding finding(PodTemplate template, Container container, Service service, Service.Port port) {
        int index = template.containers().indexOf(container);
        return new Finding(
                id(),
                container.name(),
                "spec.template.spec.containers[" + index + "].readinessProbe",
                "is missing on container " + container.name() + ", to which Service "
                        + service.metadata().name() + " leads (port " + port.target() + ")",
                "a probe of what the Service's clients ask",
                "add a readinessProbe to container " + container.name() + ", such as {tcpSocket: {port: "
                        + port.target() + "}}, better an httpGet of a health path",
                1);
    }
}
