package io.pointsman.operation.pace;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.pointsman.operation.Condition;
import io.pointsman.operation.Step;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a paced rollout stands: everything that the next leader needs to go on, written down before the step that needs it.
 *
 * @param deadline when the present phase gives up
 * @param target the workload, decided once; null: not yet
 * @param batch the batch that is out; null: none yet
 * @param borrowed what was borrowed; null: nothing yet
 * @param outcome the end, decided before the workload is given free
 * @param release the command that gives back what is still borrowed; null: nothing is
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PaceStatus(
        @Nullable PacePhase phase,
        @Nullable String message,
        @Nullable String progress,
        @Nullable Long observedGeneration,
        @Nullable Instant deadline,
        @Nullable Target target,
        @Nullable Batch batch,
        @Nullable Borrowed borrowed,
        @Nullable Outcome outcome,
        @Nullable String release,
        List<Condition> conditions,
        List<Step> steps,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String requestedBy) {
    /** The status of a paced rollout that nobody has looked at yet. */
    public static final PaceStatus NEW = new PaceStatus(
            null, null, null, null, null, null, null, null, null, null, List.of(), List.of(), null, null, null);

    public PaceStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        steps = steps == null ? List.of() : List.copyOf(steps);
    }

    /**
     * The workload and what is done to its pod template.
     *
     * @param before hash of the template that was found; null until it is about to change
     * @param after hash of the template that is written
     * @param change what is changed in it, decided once, so that a retry does not restart twice
     * @param what the same in words, such as {@code restart}
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Target(
            String kind,
            String name,
            String uid,
            @Nullable String before,
            @Nullable String after,
            List<TemplateEdit> change,
            @Nullable String what) {
        public Target {
            change = change == null ? List.of() : List.copyOf(change);
        }
    }

    /**
     * One batch.
     *
     * @param number from 1
     * @param of how many there will be, as it looks now
     * @param size pods per batch, decided once
     * @param replicas pods that the workload wanted when it began
     * @param from new pods that were there, and proven, when it began
     * @param boundary new pods at which it ends
     * @param readyAt when all new pods were first seen ready; null: not yet
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Batch(
            int number,
            int of,
            int size,
            int replicas,
            int from,
            int boundary,
            Instant startedAt,
            @Nullable Instant readyAt) {
        Batch startedAt(Instant at) {
            return new Batch(number, of, size, replicas, from, boundary, at, null);
        }

        Batch reached(int nowReplicas, int updated) {
            return new Batch(number, of, size, nowReplicas, from, updated, startedAt, null);
        }

        Batch readyAt(Instant at) {
            return new Batch(number, of, size, replicas, from, boundary, startedAt, at);
        }
    }

    /**
     * What was borrowed.
     *
     * @param was what was found, and is given back
     * @param set what was written in its place
     * @param next what is about to be written; null: nothing
     * @param template what undoes the change of the template
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Borrowed(Reins was, Reins set, @Nullable Reins next, List<TemplateEdit> template) {
        public Borrowed {
            template = template == null ? List.of() : List.copyOf(template);
        }

        /** What the workload holds once the next write is done. */
        Reins written() {
            return next == null ? set : next;
        }
    }

    /**
     * One value in a pod template.
     *
     * @param path the field, from the template down
     * @param value what it is set to; null: removed
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TemplateEdit(List<String> path, @Nullable JsonNode value) {
        public TemplateEdit {
            path = List.copyOf(path);
        }
    }

    /**
     * How it ends.
     *
     * @param phase {@code Complete}, {@code Failed} or {@code Stopped}
     * @param reason one CamelCase word
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Outcome(PacePhase phase, String reason, String message) {}

    /** Whether the operation has ended and will never do anything again. */
    public boolean finished() {
        return phase != null && phase.finished();
    }

    PacePhase phaseOrPending() {
        return phase == null ? PacePhase.Pending : phase;
    }

    /** The same, saying what is awaited now. */
    public PaceStatus saying(String now, @Nullable String nowProgress) {
        return edit(d -> {
            d.phase = phaseOrPending();
            d.message = now;
            d.progress = nowProgress == null ? progress : nowProgress;
        });
    }

    /** The next phase, its first message, and a line in the log. */
    PaceStatus enter(PacePhase next, String step, String line, Instant now) {
        return edit(d -> {
            d.phase = next;
            d.message = line;
            d.steps = Step.append(steps, new Step(now, step, line));
        });
    }

    /** A copy with some fields changed. */
    PaceStatus edit(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new PaceStatus(
                draft.phase,
                draft.message,
                draft.progress,
                draft.observedGeneration,
                draft.deadline,
                draft.target,
                draft.batch,
                draft.borrowed,
                draft.outcome,
                draft.release,
                draft.conditions,
                draft.steps,
                draft.startedAt,
                draft.finishedAt,
                draft.requestedBy);
    }

    /** The fields of a status while a copy is made. */
    static final class Draft {
        @Nullable
        PacePhase phase;

        @Nullable
        String message;

        @Nullable
        String progress;

        @Nullable
        Long observedGeneration;

        @Nullable
        Instant deadline;

        @Nullable
        Target target;

        @Nullable
        Batch batch;

        @Nullable
        Borrowed borrowed;

        @Nullable
        Outcome outcome;

        @Nullable
        String release;

        List<Condition> conditions;
        List<Step> steps;

        @Nullable
        Instant startedAt;

        @Nullable
        Instant finishedAt;

        @Nullable
        String requestedBy;

        private Draft(PaceStatus from) {
            phase = from.phase;
            message = from.message;
            progress = from.progress;
            observedGeneration = from.observedGeneration;
            deadline = from.deadline;
            target = from.target;
            batch = from.batch;
            borrowed = from.borrowed;
            outcome = from.outcome;
            release = from.release;
            conditions = from.conditions;
            steps = from.steps;
            startedAt = from.startedAt;
            finishedAt = from.finishedAt;
            requestedBy = from.requestedBy;
        }
    }
}
