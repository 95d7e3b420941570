package io.pointsman.operation.swap;

import io.pointsman.operation.Holder;
import io.pointsman.operation.ObjectRef;
import io.pointsman.operation.OperationRef;
import io.pointsman.operation.swap.SwapObservation.Seen;
import io.pointsman.operation.traffic.PodView;
import io.pointsman.operation.traffic.Routing;
import io.pointsman.operation.traffic.ServiceView;
import io.pointsman.operation.traffic.SliceView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as a swap sees it, in memory: Services whose EndpointSlices follow only when told to, pods that fail when told to,
 * and the loop that does what the planner says. It states the API's rules (selectors, readiness, compare-and-set) on its own,
 * apart from the code under test.
 */
final class World {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final SwapSpec spec;
    final Map<String, FakeService> services = new LinkedHashMap<>();
    final Map<String, FakePod> pods = new LinkedHashMap<>();
    final List<String> moves = new ArrayList<>();
    SwapStatus status = SwapStatus.NEW;
    Instant now = START;
    Optional<String> requestedBy = Optional.of("alice");
    private final SwapPlanner planner = new SwapPlanner();

    World(SwapSpec spec) {
        this.spec = spec;
    }

    /** A swap of {@code shop} from blue to green, three ready pods each. */
    static World blueAndGreen() {
        World world = new World(spec(List.of("shop"), null, "green"));
        world.service("shop", "blue");
        world.pods("shop", "blue", 3);
        world.pods("shop", "green", 3);
        world.settle();
        return world;
    }

    static SwapSpec spec(List<String> services, @Nullable String from, @Nullable String to) {
        return new SwapSpec(services, null, from, to, null, null, null, null);
    }

    final class FakeService {
        final String name;
        String type = "ClusterIP";
        boolean headless;
        boolean publishNotReady;
        boolean local;
        String targetPort = "http";
        SortedMap<String, String> selector = new TreeMap<>();
        Holder holder = new Holder.Free();
        String manager = "kubectl";
        int version = 1;
        List<SliceView> slices = List.of();

        FakeService(String name) {
            this.name = name;
        }

        void select(String color, String by) {
            selector = new TreeMap<>(selector);
            selector.put("version", color);
            manager = by;
            version++;
        }

        ServiceView view() {
            return new ServiceView(
                    new ObjectRef("Service", "default", name, "uid-" + name),
                    String.valueOf(version),
                    type,
                    selector,
                    Map.of(),
                    List.of(new ServiceView.Port("http", "TCP", targetPort)),
                    List.of("IPv4"),
                    headless,
                    publishNotReady,
                    local,
                    Optional.of(manager));
        }
    }

    static final class FakePod {
        final String name;
        final Map<String, String> labels;
        String node = "node-1";
        boolean ready = true;
        boolean terminating;
        Set<String> portNames = Set.of("http");

        FakePod(String name, Map<String, String> labels) {
            this.name = name;
            this.labels = labels;
        }

        PodView view() {
            return new PodView(
                    "uid-" + name,
                    name,
                    labels,
                    portNames,
                    Optional.of(node),
                    ready,
                    terminating,
                    false,
                    ready ? Optional.empty() : Optional.of("readiness probe fails"));
        }
    }

    FakeService service(String name, String color) {
        FakeService service = new FakeService(name);
        service.selector.put("app", name);
        service.selector.put("version", color);
        services.put(name, service);
        return service;
    }

    void pods(String app, String color, int count) {
        for (int i = 0; i < count; i++) {
            String name = app + "-" + color + "-" + i;
            pods.put(name, new FakePod(name, Map.of("app", app, "version", color)));
        }
    }

    FakePod pod(String name) {
        return Objects.requireNonNull(pods.get(name), name);
    }

    /** The Service of most tests. */
    FakeService shop() {
        return Objects.requireNonNull(services.get("shop"));
    }

    /** The EndpointSlice controller catches up. */
    void settle() {
        for (FakeService service : services.values()) {
            List<SliceView.Endpoint> endpoints = pods.values().stream()
                    .map(FakePod::view)
                    .filter(p -> p.matches(service.selector))
                    .map(p -> new SliceView.Endpoint("10.0.0.1", p.ready() && !p.terminating(), Optional.of(p.uid())))
                    .toList();
            service.slices = List.of(
                    new SliceView(service.name + "-1", "IPv4", List.of(new SliceView.Port("http", "TCP")), endpoints));
        }
    }

    SwapObservation observe() {
        TreeMap<String, Optional<Seen>> seen = new TreeMap<>();
        for (String name : spec.services()) {
            seen.put(name, Optional.ofNullable(services.get(name)).map(s -> new Seen(routing(s), s.holder)));
        }
        return new SwapObservation(requestedBy, 1, seen);
    }

    Routing routing(FakeService service) {
        Map<String, String> base = new TreeMap<>(service.selector);
        base.remove("version");
        List<PodView> matching = pods.values().stream()
                .map(FakePod::view)
                .filter(p -> p.matches(base))
                .toList();
        TreeSet<String> colors = new TreeSet<>();
        matching.forEach(p -> colors.add(p.labels().get("version")));
        return new Routing(service.view(), "version", matching, service.slices, colors);
    }

    SwapStep plan() {
        return planner.next(spec, status, observe(), now);
    }

    /** One turn of the loop; false when it waits or has ended. */
    boolean turn() {
        SwapObservation seen = observe();
        return act(planner.next(spec, status, seen, now));
    }

    /** Does a step that was planned on a state that may have changed since: compare-and-set decides. */
    boolean act(SwapStep step) {
        switch (step) {
            case SwapStep.Finished() -> {
                return false;
            }
            case SwapStep.Record(SwapStatus next) -> status = next;
            case SwapStep.Wait wait -> {
                status = status.saying(wait.message(), wait.progress());
                return false;
            }
            case SwapStep.Lock(Routing seen) -> asSeen(seen).ifPresent(s -> hold(s, new Holder.Ours()));
            case SwapStep.Unlock(Routing seen) -> {
                FakeService service = services.get(seen.service().ref().name());
                if (service != null && service.holder instanceof Holder.Ours) {
                    hold(service, new Holder.Free());
                }
            }
            case SwapStep.Route route ->
                asSeen(route.service())
                        .filter(s -> s.selector.equals(route.before()))
                        .ifPresent(s -> move(s, route));
        }
        return true;
    }

    private Optional<FakeService> asSeen(Routing seen) {
        return Optional.ofNullable(services.get(seen.service().ref().name()))
                .filter(s -> String.valueOf(s.version).equals(seen.service().version()));
    }

    private void hold(FakeService service, Holder holder) {
        service.holder = holder;
        service.version++;
    }

    private void move(FakeService service, SwapStep.Route route) {
        service.selector = new TreeMap<>(route.after());
        service.manager = "pointsman";
        service.version++;
        moves.add(service.name + "→" + route.after().get("version") + " with "
                + routing(service).serving(route.after()));
    }

    /** Turns until it waits or has ended; the EndpointSlices catch up after each. */
    World run() {
        for (int i = 0; i < 200 && turn(); i++) {
            settle();
        }
        return this;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    static Holder other(String name) {
        return new Holder.Other(new OperationRef("BlueGreenSwap", "default", name, "uid-" + name), "Verifying");
    }
}
