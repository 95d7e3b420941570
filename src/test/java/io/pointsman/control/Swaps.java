package io.pointsman.control;

import io.pointsman.operation.ObjectRef;
import io.pointsman.operation.traffic.PodView;
import io.pointsman.operation.traffic.Routing;
import io.pointsman.operation.traffic.ServiceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A Service "web" in "shop" with two ready blue pods behind it, to begin with. */
final class Swaps {
    private Swaps() {}

    static Routing routing(Map<String, String> selector, String... colors) {
        return new Routing(service(selector, "ClusterIP", false), "version", pods(2, "blue"), List.of(), set(colors));
    }

    static Routing onBlue(String... colors) {
        return routing(Map.of("app", "web", "version", "blue"), colors);
    }

    static Routing headless() {
        return new Routing(
                service(Map.of("app", "web", "version", "blue"), "ClusterIP", true),
                "version",
                List.of(),
                List.of(),
                set("blue", "green"));
    }

    private static TreeSet<String> set(String... colors) {
        return new TreeSet<>(Set.of(colors));
    }

    private static ServiceView service(Map<String, String> selector, String type, boolean headless) {
        return new ServiceView(
                new ObjectRef("Service", "shop", "web", "uid-1"),
                "7",
                type,
                new TreeMap<>(selector),
                Map.of(),
                List.of(),
                List.of("IPv4"),
                headless,
                false,
                false,
                Optional.empty());
    }

    private static List<PodView> pods(int n, String color) {
        List<PodView> pods = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            pods.add(new PodView(
                    color + i,
                    color + i,
                    Map.of("app", "web", "version", color),
                    Set.of(),
                    Optional.empty(),
                    true,
                    false,
                    false,
                    Optional.empty()));
        }
        return pods;
    }
}
