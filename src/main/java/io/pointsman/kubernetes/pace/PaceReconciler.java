package io.pointsman.kubernetes.pace;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.pointsman.config.PointsmanConfig;
import io.pointsman.kubernetes.ObjectLocks;
import io.pointsman.kubernetes.OperationLoop;
import io.pointsman.kubernetes.OperationLoop.Next;
import io.pointsman.kubernetes.PacedRollout;
import io.pointsman.kubernetes.Writes;
import io.pointsman.operation.JsonPatch;
import io.pointsman.operation.OperationRef;
import io.pointsman.operation.pace.DeploymentState;
import io.pointsman.operation.pace.PaceObservation;
import io.pointsman.operation.pace.PacePhase;
import io.pointsman.operation.pace.PacePlanner;
import io.pointsman.operation.pace.PaceStatus;
import io.pointsman.operation.pace.PaceStep;
import io.pointsman.workload.Annotations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Carries PacedRollouts out: sees for the {@link PacePlanner}, and does what it says. */
@ApplicationScoped
@ControllerConfiguration(name = "pacedrollout", triggerReconcilerOnAllEvents = true)
public class PaceReconciler implements Reconciler<PacedRollout>, OperationLoop.Kind<PacedRollout, PaceStatus> {
    private static final Set<PacePhase> ASK_PODS = Set.of(PacePhase.Settling, PacePhase.Finishing, PacePhase.Undoing);

    private final Deployments deployments;
    private final ObjectLocks locks;
    private final AbandonedReins abandoned;
    private final PaceReporter reporter;
    private final Clock clock;
    private final PacePlanner planner;
    private final OperationLoop<PacedRollout, PaceStatus> loop;

    PaceReconciler(
            KubernetesClient client,
            Deployments deployments,
            ObjectLocks locks,
            AbandonedReins abandoned,
            PaceReporter reporter,
            PointsmanConfig config,
            Clock clock) {
        this.deployments = deployments;
        this.locks = locks;
        this.abandoned = abandoned;
        this.reporter = reporter;
        this.clock = clock;
        this.planner = new PacePlanner(config.leader().duration().multipliedBy(2));
        this.loop = new OperationLoop<>(client, PacedRollout.class, this);
    }

    @Override
    public List<EventSource<?, PacedRollout>> prepareEventSources(EventSourceContext<PacedRollout> context) {
        return List.of(loop.changes());
    }

    @Override
    public UpdateControl<PacedRollout> reconcile(PacedRollout cached, Context<PacedRollout> context) {
        UpdateControl<PacedRollout> next = loop.goOn(cached);
        if (context.isPrimaryResourceDeleted()) {
            abandoned.giveBack(
                    OperationLoop.ref(cached), cached.getSpec().target().name());
        }
        return next;
    }

    @Override
    public boolean finished(PaceStatus status) {
        return status.finished();
    }

    @Override
    public Next<PaceStatus> next(PacedRollout operation, OperationRef self) {
        PaceStatus status = Optional.ofNullable(operation.getStatus()).orElse(PaceStatus.NEW);
        if (status.finished()) {
            return new Next.Finished<>();
        }
        Optional<Deployments.Found> found = status.startedAt() == null
                ? Optional.empty()
                : deployments.find(
                        self.namespace(), operation.getSpec().target().name());
        PaceObservation seen = observe(operation, self, status, found);
        Instant now = clock.instant();
        return switch (planner.next(operation.getSpec(), status, seen, now)) {
            case PaceStep.Finished() -> new Next.Finished<>();
            case PaceStep.Record(PaceStatus next) ->
                new Next.Record<>(next, () -> reporter.entered(self, operation.getSpec(), next, seen));
            case PaceStep.Wait wait ->
                new Next.Wait<>(
                        said(status, wait), wait.recheck(), watched(operation, found.map(Deployments.Found::selector)));
            case PaceStep.Lock(DeploymentState deployment) ->
                new Next.Act<>(
                        "taking " + deployment.ref().shown(),
                        () -> locks.take(
                                deployments.resource(
                                        self.namespace(), deployment.ref().name()),
                                deployment.version(),
                                self),
                        message -> planner.refused(status, seen, "take it", message, now),
                        () -> {});
            case PaceStep.Write write -> act(operation, self, status, seen, write, now);
        };
    }

    private Next<PaceStatus> act(
            PacedRollout operation,
            OperationRef self,
            PaceStatus status,
            PaceObservation seen,
            PaceStep.Write write,
            Instant now) {
        DeploymentState deployment = write.deployment();
        JsonPatch patch = write.patch();
        return new Next.Act<>(
                write.what() + " " + deployment.ref().shown(),
                () -> Writes.jsonPatch(
                        deployments.resource(self.namespace(), deployment.ref().name()), patch.toJson()),
                message -> planner.refused(status, seen, write.what(), message, now),
                () -> reporter.wrote(self, operation.getSpec(), status, write));
    }

    private static Optional<PaceStatus> said(PaceStatus status, PaceStep.Wait wait) {
        boolean same = wait.message().equals(status.message())
                && (wait.progress() == null || Objects.equals(wait.progress(), status.progress()));
        return same ? Optional.empty() : Optional.of(status.saying(wait.message(), wait.progress()));
    }

    private PaceObservation observe(
            PacedRollout operation, OperationRef self, PaceStatus status, Optional<Deployments.Found> found) {
        Map<String, String> annotations =
                Optional.ofNullable(operation.getMetadata().getAnnotations()).orElse(Map.of());
        boolean pods = status.phase() != null && ASK_PODS.contains(status.phase());
        return new PaceObservation(
                self,
                Optional.ofNullable(annotations.get(Annotations.REQUESTED_BY)).filter(by -> !by.isBlank()),
                Optional.ofNullable(operation.getMetadata().getGeneration()).orElse(0L),
                found.map(f -> new PaceObservation.Seen(
                        f.state(),
                        locks.holder(self, f.state().ref(), f.state().annotations()),
                        deployments.rollout(f, pods))));
    }

    private Supplier<List<Informable<? extends HasMetadata>>> watched(
            PacedRollout operation, Optional<LabelSelector> selector) {
        return () -> deployments.watched(
                operation.getMetadata().getNamespace(),
                operation.getSpec().target().name(),
                selector);
    }
}
