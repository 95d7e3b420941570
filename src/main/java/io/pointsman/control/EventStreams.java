package io.pointsman.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pointsman.config.PointsmanConfig;
import io.pointsman.operation.ClusterUnavailableException;
import io.pointsman.operation.Operation;
import io.pointsman.operation.Operations;
import jakarta.inject.Singleton;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Streams what becomes of operations, each stream on a virtual thread of its own. A reader that is slow misses states in
 * between, never the last one. Streams are bounded in number, and in time, so that rights are asked for again.
 */
@Singleton
class EventStreams {
    private static final Logger LOG = Logger.getLogger(EventStreams.class);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration SLOWEST_WRITE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int WAITING_STATES = 16;

    private final Operations operations;
    private final Clock clock;
    private final ObjectMapper json;
    private final Semaphore free;
    private final int most;

    EventStreams(Operations operations, Clock clock, ObjectMapper json, PointsmanConfig config) {
        this.operations = operations;
        this.clock = clock;
        this.json = json;
        this.most = config.control().maxEventStreams();
        this.free = new Semaphore(most);
    }

    /** What a watch reports. */
    private sealed interface Signal {
        record Changed(Operation operation) implements Signal {}

        record Deleted() implements Signal {}

        record Lost() implements Signal {}
    }

    /** Sends each state until the operation has ended, the reader has gone, or the stream is too old. Blocks. */
    void follow(Operation first, SseEventSink sink, Sse sse) {
        if (!free.tryAcquire()) {
            throw new ProblemException(Problem.busy(
                    most + " event streams are open, which is the most that are served; try again in a few seconds."));
        }
        try (sink) {
            new Stream(first, sink, sse, clock.instant().plus(LONGEST)).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            LOG.debugf("the reader of %s has gone: %s", first.shown(), e.getMessage());
        } catch (ClusterUnavailableException e) {
            LOG.debugf("the stream of %s ends: %s", first.shown(), e.getMessage());
        } finally {
            free.release();
        }
    }

    private final class Stream implements Operations.Listener {
        private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(WAITING_STATES);
        private final SseEventSink sink;
        private final Sse sse;
        private final Instant until;
        private Operation last;

        Stream(Operation first, SseEventSink sink, Sse sse, Instant until) {
            this.last = first;
            this.sink = sink;
            this.sse = sse;
            this.until = until;
        }

        void run() throws InterruptedException, ExecutionException, TimeoutException {
            send(last.finished() ? "finished" : "status", last);
            while (!last.finished() && watchOnce()) {
                LOG.debugf("watching %s anew", last.shown());
            }
        }

        /** Returns whether there is more to see in another watch. */
        private boolean watchOnce() throws InterruptedException, ExecutionException, TimeoutException {
            signals.clear();
            try (Operations.Watching watching = operations.watch(last.kind(), last.namespace(), last.name(), this)) {
                // What changed before the watch began.
                Optional<Operation> now = operations.find(last.kind(), last.namespace(), last.name());
                boolean more = now.isPresent() ? show(now.get()) : gone();
                while (more && !sink.isClosed() && clock.instant().isBefore(until)) {
                    switch (signals.poll(HEARTBEAT.toSeconds(), TimeUnit.SECONDS)) {
                        case null ->
                            send(sse.newEventBuilder().comment("still there").build());
                        case Signal.Changed(Operation operation) -> more = show(operation);
                        case Signal.Deleted() -> more = gone();
                        case Signal.Lost() -> {
                            signals.clear();
                            signals.poll(PAUSE.toSeconds(), TimeUnit.SECONDS);
                            return true;
                        }
                    }
                }
            }
            return false;
        }

        private boolean show(Operation operation) throws InterruptedException, ExecutionException, TimeoutException {
            if (!operation.uid().equals(last.uid())) {
                return gone();
            }
            if (operation.version().equals(last.version())) {
                return true;
            }
            last = operation;
            send(operation.finished() ? "finished" : "status", operation);
            return !operation.finished();
        }

        private boolean gone() throws InterruptedException, ExecutionException, TimeoutException {
            send("deleted", last);
            return false;
        }

        private void send(String name, Operation operation)
                throws InterruptedException, ExecutionException, TimeoutException {
            send(sse.newEventBuilder()
                    .name(name)
                    .id(operation.version())
                    .data(json(OperationView.of(operation)))
                    .build());
        }

        private void send(OutboundSseEvent event) throws InterruptedException, ExecutionException, TimeoutException {
            sink.send(event).toCompletableFuture().get(SLOWEST_WRITE.toSeconds(), TimeUnit.SECONDS);
        }

        private String json(OperationView view) {
            try {
                return json.writeValueAsString(view);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("an operation is always writable", e);
            }
        }

        private void offer(Signal signal) {
            while (!signals.offer(signal)) {
                signals.poll();
            }
        }

        @Override
        public void changed(Operation operation) {
            offer(new Signal.Changed(operation));
        }

        @Override
        public void deleted() {
            offer(new Signal.Deleted());
        }

        @Override
        public void lost() {
            offer(new Signal.Lost());
        }
    }
}
