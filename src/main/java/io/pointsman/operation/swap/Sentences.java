package io.pointsman.operation.swap;

import io.pointsman.operation.swap.SwapStatus.ServiceProgress;
import io.pointsman.operation.traffic.PodView;
import io.pointsman.operation.traffic.Routing;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** How a swap speaks to people. */
final class Sentences {
    private Sentences() {}

    static String services(List<ServiceProgress> services) {
        String names =
                String.join(", ", services.stream().map(ServiceProgress::name).toList());
        return (services.size() == 1 ? "Service " : "Services ") + names;
    }

    static String colors(Collection<String> colors) {
        return colors.isEmpty() ? "none" : String.join(", ", colors);
    }

    /** {@code waiting for 2 of 3 green pods of user-service: pod x: readiness probe fails}. */
    static String unready(Routing routing, Map<String, String> route, String color, int wanted) {
        int missing = wanted - routing.serving(route);
        String first = routing.behind(route).stream()
                .filter(p -> p.living() && !p.ready())
                .findFirst()
                .map(Sentences::trouble)
                .orElse("only " + routing.living(route) + " exist; scale the " + color + " workload up");
        return missing + " of " + wanted + " " + color + " pods of "
                + routing.service().ref().name() + " are not ready: " + first;
    }

    private static String trouble(PodView pod) {
        return "pod " + pod.name() + ": " + pod.trouble().orElse("not ready yet");
    }
}
