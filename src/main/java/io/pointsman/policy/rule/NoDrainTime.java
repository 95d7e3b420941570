package io.pointsman.policy.rule;

import io.pointsman.policy.Action;
import io.pointsman.policy.Defaults;
import io.pointsman.policy.Finding;
import io.pointsman.policy.Rule;
import io.pointsman.policy.RuleText;
import io.pointsman.policy.Scene;
import io.pointsman.workload.ApiObject;
import io.pointsman.workload.Container;
import io.pointsman.workload.Service;
import io.pointsman.workload.Workload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code no-drain-time}. */
public final class NoDrainTime implements Rule.OfState {
    private static final RuleText TEXT = new RuleText(
            "no-drain-time",
            "Requests still arrive when the process has already stopped",
            "A Service's port leads to a container that has no preStop hook. Headless Services are not asked.",
            "A pod that terminates is told to stop at the same moment as every node is told to send it nothing more. The nodes take their time; a process that stops at once refuses what they send until then.",
            "Sleep some seconds in preStop. An application that itself goes on serving for a while after TERM can be exempted.",
            """
            lifecycle:
              preStop:
                sleep: {seconds: 10}
            """);

    @Override
    public RuleText text() {
        return TEXT;
    }

    @Override
    public Defaults defaults() {
        return new Defaults(Action.Audit, Action.Warn);
    }

    @Override
    public List<Finding> find(ApiObject object, Scene scene) {
        if (!(object instanceof Workload workload)) {
            return List.of();
        }
        Map<String, Finding> byContainer = new LinkedHashMap<>();
        List<Container> containers = workload.template().containers();
        for (Service service :
                scene.surroundings().servicesSelecting(workload.metadata().namespace(), workload.podLabels())) {
            for (int i = 0; i < containers.size() && !service.headless(); i++) {
                Container container = containers.get(i);
                boolean served = container.ports().stream()
                        .anyMatch(port -> service.ports().stream().anyMatch(p -> p.leadsTo(port)));
                if (served && container.preStop() == null) {
                    byContainer.putIfAbsent(container.name(), finding(i, container, service));
                }
            }
        }
        return List.copyOf(byContainer.values());
    }

    private Finding finding(int index, Container container, Service service) {
        return new Finding(
                id(),
                container.name(),
                "spec.template.spec.containers[" + index + "].lifecycle.preStop",
                "is missing on container " + container.name() + ", so it may stop while Service "
                        + service.metadata().name() + " still sends it requests",
                "a short sleep",
                "set lifecycle.preStop to {sleep: {seconds: 10}}",
                1);
    }
}
