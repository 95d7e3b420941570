package io.pointsman.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.pointsman.kubernetes.OperationLoop.Next;
import io.pointsman.operation.OperationRef;
import io.pointsman.operation.swap.SwapObservation;
import io.pointsman.operation.swap.SwapObservation.Seen;
import io.pointsman.operation.swap.SwapPhase;
import io.pointsman.operation.swap.SwapPlanner;
import io.pointsman.operation.swap.SwapSpec;
import io.pointsman.operation.swap.SwapStatus;
import io.pointsman.operation.swap.SwapStep;
import io.pointsman.operation.traffic.Routing;
import io.pointsman.operation.traffic.TrafficRouter;
import io.pointsman.workload.Annotations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Carries BlueGreenSwaps out: sees for the {@link SwapPlanner}, and does what it says. */
@ApplicationScoped
@ControllerConfiguration(name = "bluegreenswap")
public class SwapReconciler implements Reconciler<BlueGreenSwap>, OperationLoop.Kind<BlueGreenSwap, SwapStatus> {
    private final KubernetesClient client;
    private final TrafficRouter router;
    private final ObjectLocks locks;
    private final SwapReporter reporter;
    private final Clock clock;
    private final SwapPlanner planner = new SwapPlanner();
    private final OperationLoop<BlueGreenSwap, SwapStatus> loop;

    SwapReconciler(
            KubernetesClient client, TrafficRouter router, ObjectLocks locks, SwapReporter reporter, Clock clock) {
        this.client = client;
        this.router = router;
        this.locks = locks;
        this.reporter = reporter;
        this.clock = clock;
        this.loop = new OperationLoop<>(client, BlueGreenSwap.class, this);
    }

    @Override
    public List<EventSource<?, BlueGreenSwap>> prepareEventSources(EventSourceContext<BlueGreenSwap> context) {
        return List.of(loop.changes());
    }

    @Override
    public UpdateControl<BlueGreenSwap> reconcile(BlueGreenSwap cached, Context<BlueGreenSwap> context) {
        return loop.goOn(cached);
    }

    @Override
    public boolean finished(SwapStatus status) {
        return status.finished();
    }

    @Override
    public Next<SwapStatus> next(BlueGreenSwap operation, OperationRef self) {
        SwapStatus status = Optional.ofNullable(operation.getStatus()).orElse(SwapStatus.NEW);
        if (status.finished()) {
            return new Next.Finished<>();
        }
        SwapObservation seen = observe(operation, self, status);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return switch (planner.next(operation.getSpec(), status, seen, now)) {
            case SwapStep.Finished() -> new Next.Finished<>();
            case SwapStep.Record(SwapStatus next) ->
                new Next.Record<>(next, () -> reporter.entered(self, operation.getSpec(), next, seen));
            case SwapStep.Wait wait ->
                new Next.Wait<>(
                        wait.message().equals(status.message())
                                ? Optional.empty()
                                : Optional.of(status.saying(wait.message(), wait.progress())),
                        wait.recheck(),
                        watched(operation, seen));
            case SwapStep.Lock(Routing service) ->
                new Next.Act<>(
                        "taking " + service.service().ref().shown(),
                        () -> locks.take(resource(service), service.service().version(), self),
                        message -> planner.refused(status, seen, "taking it", message, now),
                        () -> {});
            case SwapStep.Unlock(Routing service) ->
                new Next.Act<>(
                        "giving " + service.service().ref().shown() + " free",
                        () -> locks.release(resource(service), self),
                        message -> planner.refused(status, seen, "giving it free", message, now),
                        () -> {});
            case SwapStep.Route route ->
                new Next.Act<>(
                        "switching " + route.service().service().ref().shown(),
                        () -> router.apply(route.service(), route.before(), route.after()),
                        message -> planner.refused(status, seen, "switching it", message, now),
                        () -> reporter.routed(self, operation.getSpec(), status, route));
        };
    }

    private SwapObservation observe(BlueGreenSwap operation, OperationRef self, SwapStatus status) {
        SwapSpec spec = operation.getSpec();
        Map<String, String> annotations = Views.orEmpty(operation.getMetadata().getAnnotations());
        TreeMap<String, Optional<Seen>> services = new TreeMap<>();
        if (status.startedAt() != null) {
            boolean deciding = status.phase() == null || status.phase() == SwapPhase.Pending;
            Optional<String> label =
                    Optional.ofNullable(spec.colorLabel()).or(() -> Optional.ofNullable(status.colorLabel()));
            for (String name : spec.services()) {
                Optional<Routing> routing = router.observe(self.namespace(), name, label)
                        .map(r -> deciding ? router.withColorsOfWorkloads(r) : r);
                services.put(
                        name,
                        routing.map(r -> new Seen(
                                r,
                                locks.holder(
                                        self, r.service().ref(), r.service().annotations()))));
            }
        }
        return new SwapObservation(
                Optional.ofNullable(annotations.get(Annotations.REQUESTED_BY)).filter(by -> !by.isBlank()),
                Optional.ofNullable(operation.getMetadata().getGeneration()).orElse(0L),
                services);
    }

    /** The Services, the pods of every color behind them, and their EndpointSlices. */
    private Supplier<List<Informable<? extends HasMetadata>>> watched(BlueGreenSwap operation, SwapObservation seen) {
        String namespace = operation.getMetadata().getNamespace();
        return () -> {
            List<Informable<? extends HasMetadata>> all = new ArrayList<>();
            seen.services().forEach((name, service) -> {
                all.add(client.services().inNamespace(namespace).withName(name));
                all.add(client.discovery()
                        .v1()
                        .endpointSlices()
                        .inNamespace(namespace)
                        .withLabel(ServiceSelectorRouter.SLICE_OF, name));
                service.map(Seen::routing).filter(r -> r.live().isPresent()).ifPresent(r -> {
                    Map<String, String> base = new TreeMap<>(r.service().selector());
                    base.remove(r.colorLabel());
                    all.add(client.pods().inNamespace(namespace).withLabels(base));
                });
            });
            return all;
        };
    }

    private Resource<? extends HasMetadata> resource(Routing routing) {
        return client.services()
                .inNamespace(routing.service().ref().namespace())
                .withName(routing.service().ref().name());
    }
}
