package io.pointsman.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.pointsman.operation.Applied;
import io.pointsman.operation.OperationRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Carries an operation out: observe, plan one step, act with compare-and-set, write down, and again until there is something
 * to wait for. It starts from whatever it finds, so it may be killed anywhere. The operation is read live at the start, and
 * each status is written against the version that was read: whoever acts on an old state is refused by the API server.
 *
 * @param <C> the custom resource
 * @param <T> its status
 */
public final class OperationLoop<C extends CustomResource<?, T>, T> {
    private static final Logger LOG = Logger.getLogger(OperationLoop.class);
    private static final int MOST_STEPS = 100;
    private static final Duration AGAIN = Duration.ofMillis(20);
    private static final Duration LATER = Duration.ofSeconds(1);

    /** What to do next, as a kind of operation says it. */
    public sealed interface Next<T> {
        /** It has ended. */
        record Finished<T>() implements Next<T> {}

        /** Write this status down; then {@code told} tells people. */
        record Record<T>(T next, Runnable told) implements Next<T> {}

        /**
         * Look again at the next event among {@code watched}, or after {@code recheck}.
         *
         * @param said the status that says what is awaited; empty when it says so already
         */
        record Wait<T>(Optional<T> said, Duration recheck, Supplier<List<Informable<? extends HasMetadata>>> watched)
                implements Next<T> {}

        /**
         * Write to the cluster.
         *
         * @param what for the log
         * @param refused the status to write down when the API server will not take it
         */
        record Act<T>(String what, Supplier<Applied> action, Function<String, T> refused, Runnable told)
                implements Next<T> {}
    }

    /** What one kind of operation brings. */
    public interface Kind<C, T> {
        /** Whether a status says that the operation has ended; null: nobody has looked at it yet. */
        boolean finished(T status);

        /** Observes and plans; changes nothing. */
        Next<T> next(C operation, OperationRef self);
    }

    private final KubernetesClient client;
    private final Class<C> type;
    private final Kind<C, T> kind;
    private final SimpleInboundEventSource<C> changes = new SimpleInboundEventSource<>("changes");
    private final OperationWatches watches =
            new OperationWatches(o -> changes.propagateEvent(new ResourceID(o.name(), o.namespace())));

    public OperationLoop(KubernetesClient client, Class<C> type, Kind<C, T> kind) {
        this.client = client;
        this.type = type;
        this.kind = kind;
    }

    /** The event source through which changes of what is awaited reach the reconciler. */
    public SimpleInboundEventSource<C> changes() {
        return changes;
    }

    /** Goes on with the operation, as far as there is something to do. */
    public UpdateControl<C> goOn(C cached) {
        String namespace = cached.getMetadata().getNamespace();
        String name = cached.getMetadata().getName();
        if (cached.getStatus() != null && kind.finished(cached.getStatus())) {
            watches.stop(ref(cached));
            return UpdateControl.noUpdate();
        }
        C live = client.resources(type).inNamespace(namespace).withName(name).get();
        watches.stopOthers(
                namespace, name, live == null ? "" : live.getMetadata().getUid());
        return live == null ? UpdateControl.noUpdate() : carryOut(live);
    }

    private UpdateControl<C> carryOut(C first) {
        C operation = first;
        OperationRef self = ref(operation);
        for (int i = 0; i < MOST_STEPS; i++) {
            switch (kind.next(operation, self)) {
                case Next.Finished<T>() -> {
                    watches.stop(self);
                    return UpdateControl.noUpdate();
                }
                case Next.Record<T>(T next, Runnable told) -> {
                    Optional<C> written = write(operation, next);
                    if (written.isEmpty()) {
                        return again(AGAIN);
                    }
                    told.run();
                    operation = written.get();
                }
                case Next.Wait<T> wait -> {
                    watches.start(self, wait.watched());
                    if (wait.said().isPresent()
                            && write(operation, wait.said().get()).isEmpty()) {
                        return again(AGAIN);
                    }
                    return again(wait.recheck());
                }
                case Next.Act<T> act -> {
                    Optional<C> then = act(operation, self, act);
                    if (then.isEmpty()) {
                        return again(AGAIN);
                    }
                    operation = then.get();
                }
            }
        }
        LOG.warnf(
                "%s in namespace %s goes on in a moment: %d steps at once", self.shown(), self.namespace(), MOST_STEPS);
        return again(LATER);
    }

    /** Acts; a conflict is looked at again by the next turn. Empty when the status was changed by somebody else. */
    private Optional<C> act(C operation, OperationRef self, Next.Act<T> act) {
        return switch (act.action().get()) {
            case Applied.Done() -> {
                act.told().run();
                yield Optional.of(operation);
            }
            case Applied.Conflict(String message) -> {
                LOG.infof("%s in namespace %s: %s: %s", self.shown(), self.namespace(), act.what(), message);
                yield Optional.of(operation);
            }
            case Applied.Refused(String message) -> {
                LOG.warnf(
                        "%s in namespace %s: %s was refused: %s", self.shown(), self.namespace(), act.what(), message);
                yield write(operation, act.refused().apply(message));
            }
        };
    }

    /** Writes the status against the version that was read; empty when somebody else wrote or removed the operation. */
    private Optional<C> write(C operation, T status) {
        C next = client.getKubernetesSerialization().clone(operation);
        next.setStatus(status);
        try {
            return Optional.of(client.resource(next).updateStatus());
        } catch (KubernetesClientException e) {
            if (e.getCode() == 409 || e.getCode() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private UpdateControl<C> again(Duration after) {
        return UpdateControl.<C>noUpdate().rescheduleAfter(after);
    }

    /** The name of one run of an operation. */
    public static OperationRef ref(HasMetadata operation) {
        return new OperationRef(
                operation.getKind(),
                operation.getMetadata().getNamespace(),
                operation.getMetadata().getName(),
                operation.getMetadata().getUid());
    }
}
