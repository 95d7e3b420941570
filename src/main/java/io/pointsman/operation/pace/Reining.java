package io.pointsman.operation.pace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.pointsman.operation.JsonPatch;
import io.pointsman.operation.OperationRef;
import io.pointsman.operation.pace.PaceStatus.Borrowed;
import io.pointsman.operation.pace.PaceStatus.TemplateEdit;
import io.pointsman.workload.Annotations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a Deployment's controller is held, and every write that does it. Under Surge, maxUnavailable is 0 throughout, so that
 * the controller never drops an old pod for which no new one is available, and maxSurge is the size of the batch, so that
 * it has no room for a second one. InPlace is the same the other way round. It is paused at each boundary.
 *
 * <p>The brake is minReadySeconds. The write that starts the first batch sets it as high as the workload's own progress
 * deadline allows, and never under the time that a new leader needs: no pod of that batch is available before, so nothing
 * follows it if Pointsman dies. Each write that resumes sets it to no more than the age of the youngest proven pod, and
 * to no less than the settle time, so that the proven pods count at once and the new ones only when they have settled.
 * It is not raised while paused, because the proven pods would stop being available.
 */
final class Reining {
    private static final List<String> ROLLING = List.of("spec", "strategy", "rollingUpdate");
    private static final List<String> REPLICAS = List.of("spec", "replicas");
    static final List<String> PAUSED = List.of("spec", "paused");
    private static final List<String> HELD_BY = List.of("metadata", "annotations", Annotations.HELD_BY);
    private static final List<String> BORROWED = List.of("metadata", "annotations", Annotations.BORROWED);
    private static final int DEFAULT_DEADLINE = 600;
    private static final int LONGEST_BRAKE = 3600;
    private static final int WORTH_RAISING = 10;

    private Reining() {}

    /** The first reins: for a batch of {@code size} pods that settle for {@code settle} seconds. */
    static Reins first(Reins was, PaceSpec.Method method, int size, int settle, Duration failOver) {
        int deadline = was.progressDeadlineSeconds() == null ? DEFAULT_DEADLINE : was.progressDeadlineSeconds();
        int least = (int) Math.max(settle, failOver.toSeconds());
        int brake = Math.max(least, Math.min(LONGEST_BRAKE, deadline - 1));
        return new Reins(
                IntNode.valueOf(method == PaceSpec.Method.Surge ? size : 0),
                IntNode.valueOf(method == PaceSpec.Method.Surge ? 0 : size),
                brake,
                brake < deadline ? was.progressDeadlineSeconds() : Integer.valueOf(brake + DEFAULT_DEADLINE));
    }

    /** The reins of the next batch, when all pods so far are proven since {@code since}. */
    static Reins next(Reins set, int size, int settle, Instant since, Instant now) {
        boolean inPlace = IntNode.valueOf(0).equals(set.maxSurge());
        long age = Duration.between(since, now).toSeconds();
        int deadline = set.progressDeadlineSeconds() == null ? DEFAULT_DEADLINE : set.progressDeadlineSeconds();
        long highest = Math.min(LONGEST_BRAKE, deadline - 1);
        int brake = age >= settle + WORTH_RAISING ? (int) Math.max(settle, Math.min(age - 1, highest)) : settle;
        return new Reins(
                IntNode.valueOf(inPlace ? 0 : size),
                IntNode.valueOf(inPlace ? size : 0),
                brake,
                set.progressDeadlineSeconds());
    }

    /** Starts the first batch: borrows and changes the template. It rests on all of the Deployment as it was seen. */
    static JsonPatch borrow(OperationRef self, DeploymentState seen, Borrowed borrowed, List<TemplateEdit> edits) {
        JsonPatch.Builder patch = JsonPatch.build()
                .test(List.of("metadata", "resourceVersion"), seen.version())
                .test(HELD_BY, self.heldBy())
                .set(BORROWED, TextNode.valueOf(BorrowedRecord.write(borrowed)));
        rein(patch, seen.reins(), borrowed.set());
        Templates.write(patch, seen.template(), edits);
        return patch.patch();
    }

    /** Holds the controller where it is. */
    static JsonPatch pause(OperationRef self, DeploymentState seen) {
        return still(self, seen).change(PAUSED, null, BooleanNode.TRUE).patch();
    }

    /** Lets the controller go on with the next reins. */
    static JsonPatch resume(OperationRef self, DeploymentState seen, Borrowed borrowed) {
        JsonPatch.Builder patch = still(self, seen);
        rein(patch, seen.reins(), borrowed.written());
        String record =
                BorrowedRecord.write(new Borrowed(borrowed.was(), borrowed.written(), null, borrowed.template()));
        if (!record.equals(seen.annotations().get(Annotations.BORROWED))) {
            patch.set(BORROWED, TextNode.valueOf(record));
        }
        return patch.change(PAUSED, BooleanNode.TRUE, null).patch();
    }

    /** Brings the template back that was found, and lets the controller go there, a batch at a time. */
    static JsonPatch undo(OperationRef self, DeploymentState seen, Borrowed borrowed) {
        JsonPatch.Builder patch = still(self, seen);
        rein(patch, seen.reins(), borrowed.written());
        patch.set(
                BORROWED,
                TextNode.valueOf(
                        BorrowedRecord.write(new Borrowed(borrowed.was(), borrowed.written(), null, List.of()))));
        Templates.write(patch, seen.template(), borrowed.template());
        return (seen.paused() ? patch.change(PAUSED, BooleanNode.TRUE, null) : patch).patch();
    }

    private static JsonPatch.Builder still(OperationRef self, DeploymentState seen) {
        return JsonPatch.build()
                .test(HELD_BY, self.heldBy())
                .test(Templates.PLACE, seen.template())
                .test(REPLICAS, IntNode.valueOf(seen.replicas()));
    }

    private static void rein(JsonPatch.Builder patch, Reins from, Reins to) {
        Map<String, Field> wanted = fields(to);
        fields(from).forEach((name, field) -> {
            JsonNode value = Objects.requireNonNull(wanted.get(name)).value();
            if (!Objects.equals(field.value(), value)) {
                patch.change(field.path(), field.value(), value);
            }
        });
    }

    /**
     * Gives back, in one write: each setting that still holds what was written for it, and the marks on the object.
     *
     * @param resume whether {@code paused} is given back too
     * @param undo whether the template is brought back too
     */
    static JsonPatch giveBack(
            DeploymentState seen, Optional<String> heldBy, @Nullable Borrowed borrowed, boolean resume, boolean undo) {
        JsonPatch.Builder patch =
                JsonPatch.build().test(List.of("metadata", "uid"), seen.ref().uid());
        if (borrowed != null) {
            Map<String, Field> was = fields(borrowed.was());
            fields(seen.reins()).forEach((name, field) -> {
                JsonNode before = Objects.requireNonNull(was.get(name)).value();
                if (ours(name, field, borrowed) && !Objects.equals(field.value(), before)) {
                    patch.change(field.path(), field.value(), before);
                }
            });
            if (undo) {
                patch.test(Templates.PLACE, seen.template());
                Templates.write(patch, seen.template(), borrowed.template());
            }
        }
        if (resume && seen.paused()) {
            patch.change(PAUSED, BooleanNode.TRUE, null);
        }
        String record = seen.annotations().get(Annotations.BORROWED);
        if (record != null) {
            patch.change(BORROWED, TextNode.valueOf(record), null);
        }
        heldBy.ifPresent(h -> patch.change(HELD_BY, TextNode.valueOf(h), null));
        return patch.patch();
    }

    /** What somebody else made of the borrowed settings, as sentences. */
    static List<String> foreign(DeploymentState seen, Borrowed borrowed) {
        List<String> out = new ArrayList<>();
        Map<String, Field> wanted = fields(borrowed.written());
        fields(seen.reins()).forEach((name, field) -> {
            if (!ours(name, field, borrowed)) {
                out.add(name + " was changed from "
                        + shown(Objects.requireNonNull(wanted.get(name)).value()) + " to "
                        + shown(field.value()) + seen.by(field.path()));
            }
        });
        return out;
    }

    private static boolean ours(String name, Field field, Borrowed borrowed) {
        JsonNode set = Objects.requireNonNull(fields(borrowed.set()).get(name)).value();
        JsonNode next =
                Objects.requireNonNull(fields(borrowed.written()).get(name)).value();
        return Objects.equals(field.value(), set) || Objects.equals(field.value(), next);
    }

    /** What differs from what was found, for people: {@code maxSurge 2 (was 25%)}. */
    static String shown(DeploymentState seen, Borrowed borrowed) {
        List<String> out = new ArrayList<>();
        if (seen.paused()) {
            out.add("paused");
        }
        Map<String, Field> was = fields(borrowed.was());
        fields(seen.reins()).forEach((name, field) -> {
            JsonNode before = Objects.requireNonNull(was.get(name)).value();
            if (ours(name, field, borrowed) && !Objects.equals(field.value(), before)) {
                out.add(name + " " + shown(field.value()) + " (was " + shown(before) + ")");
            }
        });
        return String.join(", ", out);
    }

    private static String shown(@Nullable JsonNode value) {
        return value == null ? "unset" : value.asText();
    }

    private record Field(List<String> path, @Nullable JsonNode value) {}

    private static Map<String, Field> fields(Reins reins) {
        Map<String, Field> out = new LinkedHashMap<>();
        out.put("maxSurge", new Field(under("maxSurge"), reins.maxSurge()));
        out.put("maxUnavailable", new Field(under("maxUnavailable"), reins.maxUnavailable()));
        out.put("minReadySeconds", new Field(List.of("spec", "minReadySeconds"), number(reins.minReadySeconds())));
        out.put(
                "progressDeadlineSeconds",
                new Field(List.of("spec", "progressDeadlineSeconds"), number(reins.progressDeadlineSeconds())));
        return out;
    }

    private static List<String> under(String name) {
        List<String> path = new ArrayList<>(ROLLING);
        path.add(name);
        return List.copyOf(path);
    }

    private static @Nullable JsonNode number(@Nullable Integer value) {
        return value == null ? null : IntNode.valueOf(value);
    }
}
