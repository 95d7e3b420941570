package io.pointsman.operation.swap;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.pointsman.operation.Condition;
import io.pointsman.operation.Step;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a swap stands: everything that the next leader needs to go on, written down before the step that needs it.
 *
 * @param target the Services in one word, for kubectl's columns
 * @param from the color that was live when the swap was decided
 * @param to the color that it moves to, decided once
 * @param colorLabel the label key that tells the colors apart, decided once
 * @param deadline when the present phase gives up
 * @param outcome the end, decided before the Services are given free
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SwapStatus(
        @Nullable SwapPhase phase,
        @Nullable String message,
        @Nullable String progress,
        @Nullable String target,
        @Nullable Long observedGeneration,
        @Nullable String from,
        @Nullable String to,
        @Nullable String colorLabel,
        List<ServiceProgress> services,
        @Nullable Instant deadline,
        @Nullable Outcome outcome,
        List<Condition> conditions,
        List<Step> steps,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String requestedBy) {
    /** The status of a swap that nobody has looked at yet. */
    public static final SwapStatus NEW = new SwapStatus(
            null, null, null, null, null, null, null, null, List.of(), null, null, List.of(), List.of(), null, null,
            null);

    public SwapStatus {
        services = services == null ? List.of() : List.copyOf(services);
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        steps = steps == null ? List.of() : List.copyOf(steps);
    }

    /**
     * One Service of the swap.
     *
     * @param before the route that was found; null until it is about to change
     * @param after the route that is written
     * @param ready pods of the arriving color that are in the EndpointSlices
     * @param wanted how many must be: as many as the leaving color has
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ServiceProgress(
            String name,
            @Nullable String uid,
            @Nullable SortedMap<String, String> before,
            @Nullable SortedMap<String, String> after,
            @Nullable Integer ready,
            @Nullable Integer wanted,
            @Nullable Instant switchedAt,
            @Nullable Instant verifiedAt) {
        static ServiceProgress taken(String name, String uid) {
            return new ServiceProgress(name, uid, null, null, null, null, null, null);
        }

        ServiceProgress planned(Map<String, String> from, Map<String, String> to, int ready, int wanted) {
            return new ServiceProgress(
                    name, uid, new TreeMap<>(from), new TreeMap<>(to), ready, wanted, switchedAt, verifiedAt);
        }

        ServiceProgress switched(Instant at) {
            return new ServiceProgress(name, uid, before, after, ready, wanted, at, null);
        }

        ServiceProgress verified(int nowReady, Instant at) {
            return new ServiceProgress(name, uid, before, after, nowReady, wanted, switchedAt, at);
        }

        Map<String, String> beforeRoute() {
            return before == null ? Map.of() : before;
        }

        Map<String, String> afterRoute() {
            return after == null ? Map.of() : after;
        }

        int wantedReady() {
            return wanted == null ? 1 : Math.max(1, wanted);
        }
    }

    /**
     * How it ends.
     *
     * @param reason one CamelCase word
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Outcome(boolean complete, String reason, String message) {}

    SwapPhase phaseOrPending() {
        return phase == null ? SwapPhase.Pending : phase;
    }

    /** Whether the operation has ended and will never do anything again. */
    public boolean finished() {
        return phase != null && phase.finished();
    }

    /** The same, but for what {@code change} changes. */
    private SwapStatus but(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** The next phase, its first message, and a line in the log. */
    SwapStatus enter(SwapPhase next, String step, String line, Instant now) {
        return but(d -> {
            d.phase = next;
            d.message = line;
            d.steps = Step.append(steps, new Step(now, step, line));
        });
    }

    SwapStatus started(SwapSpec spec, String by, Instant at, long generation) {
        return but(d -> {
            d.target = String.join(", ", spec.services());
            d.observedGeneration = generation;
            d.deadline = at.plus(spec.prepareTimeout());
            d.startedAt = at;
            d.requestedBy = by;
        });
    }

    SwapStatus decided(String label, String fromColor, String toColor, List<ServiceProgress> taken) {
        return but(d -> {
            d.colorLabel = label;
            d.from = fromColor;
            d.to = toColor;
            d.services = taken;
        });
    }

    SwapStatus with(List<ServiceProgress> next) {
        return but(d -> d.services = next);
    }

    SwapStatus until(Instant end) {
        return but(d -> d.deadline = end);
    }

    /** The same, saying what is awaited now. */
    public SwapStatus saying(String now, @Nullable String nowProgress) {
        return but(d -> {
            d.phase = phaseOrPending();
            d.message = now;
            d.progress = nowProgress == null ? progress : nowProgress;
        });
    }

    SwapStatus ending(Outcome end) {
        return but(d -> d.outcome = end);
    }

    SwapStatus ended(Outcome end, Instant now) {
        SwapPhase last = end.complete() ? SwapPhase.Complete : SwapPhase.Failed;
        Condition condition = new Condition(
                end.complete() ? Condition.COMPLETE : Condition.FAILED, "True", end.reason(), end.message(), now);
        return enter(last, last.name(), end.message(), now).but(d -> {
            d.deadline = null;
            d.outcome = end;
            d.conditions = condition.in(conditions);
            d.finishedAt = now;
        });
    }

    /** A status in the making. */
    private static final class Draft {
        private @Nullable SwapPhase phase;
        private @Nullable String message;
        private @Nullable String progress;
        private @Nullable String target;
        private @Nullable Long observedGeneration;
        private @Nullable String from;
        private @Nullable String to;
        private @Nullable String colorLabel;
        private List<ServiceProgress> services;
        private @Nullable Instant deadline;
        private @Nullable Outcome outcome;
        private List<Condition> conditions;
        private List<Step> steps;
        private @Nullable Instant startedAt;
        private @Nullable Instant finishedAt;
        private @Nullable String requestedBy;

        private Draft(SwapStatus of) {
            phase = of.phase;
            message = of.message;
            progress = of.progress;
            target = of.target;
            observedGeneration = of.observedGeneration;
            from = of.from;
            to = of.to;
            colorLabel = of.colorLabel;
            services = of.services;
            deadline = of.deadline;
            outcome = of.outcome;
            conditions = of.conditions;
            steps = of.steps;
            startedAt = of.startedAt;
            finishedAt = of.finishedAt;
            requestedBy = of.requestedBy;
        }

        private SwapStatus done() {
            return new SwapStatus(
                    phase,
                    message,
                    progress,
                    target,
                    observedGeneration,
                    from,
                    to,
                    colorLabel,
                    services,
                    deadline,
                    outcome,
                    conditions,
                    steps,
                    startedAt,
                    finishedAt,
                    requestedBy);
        }
    }
}
