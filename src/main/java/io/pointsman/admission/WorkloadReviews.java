package io.pointsman.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pointsman.policy.Change;
import io.pointsman.policy.Environment;
import io.pointsman.policy.Judged;
import io.pointsman.policy.Policies;
import io.pointsman.policy.Surroundings;
import io.pointsman.policy.Verdict;
import io.pointsman.workload.ApiObject;
import io.pointsman.workload.Kind;
import io.pointsman.workload.Reading;
import io.pointsman.workload.Workload;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges changes of workloads and of what stands around them. */
final class WorkloadReviews {
    private final Policies policies;
    private final Surroundings surroundings;
    private final Clock clock;
    private final BiConsumer<Verdict, Review> onVerdict;

    /** @param onVerdict told of every verdict, for metrics and the audit */
    WorkloadReviews(Policies policies, Surroundings surroundings, Clock clock, BiConsumer<Verdict, Review> onVerdict) {
        this.policies = policies;
        this.surroundings = surroundings;
        this.clock = clock;
        this.onVerdict = onVerdict;
    }

    Answer judge(Review review) {
        List<String> problems = new ArrayList<>();
        Change change = change(review, problems);
        if (change == null) {
            return Answer.allow();
        }
        Verdict verdict = policies.evaluate(change, surroundings, clock.instant());
        onVerdict.accept(verdict, review);
        List<String> warnings = new ArrayList<>(verdict.warnings());
        warnings.addAll(problems);
        return new Answer(verdict.allowed() ? null : denial(change, verdict), warnings, null, audit(verdict));
    }

    /** Null for what no rule knows. */
    private @Nullable Change change(Review review, List<String> problems) {
        if (review.operation().equals("CONNECT")) {
            return null;
        }
        ApiObject before;
        ApiObject after;
        if (review.subresource().isEmpty()) {
            Optional<Kind> kind = Kind.of(review.group(), review.kind());
            if (kind.isEmpty()) {
                return null;
            }
            before = read(kind.get(), review.oldObject(), new ArrayList<>());
            after = review.operation().equals("DELETE") ? null : read(kind.get(), review.object(), problems);
        } else if (review.subresource().equals("scale")) {
            Optional<Workload> parent = Kind.ofResource("apps", review.resource())
                    .flatMap(kind -> surroundings.workload(kind, review.namespace(), review.name()));
            before = parent.flatMap(p -> scaled(p, review.oldObject())).orElse(null);
            after = parent.flatMap(p -> scaled(p, review.object())).orElse(null);
        } else {
            return null;
        }
        return before == null && after == null
                ? null
                : new Change(
                        Change.Operation.valueOf(review.operation()),
                        before,
                        after,
                        review.subresource(),
                        review.user().username(),
                        review.dryRun());
    }

    /** The workload at the size that a Scale gives it. */
    private static Optional<Workload> scaled(Workload parent, @Nullable ObjectNode scale) {
        return Optional.ofNullable(scale)
                .flatMap(s -> parent.scaledTo(s.path("spec").path("replicas").asInt(0)));
    }

    private static @Nullable ApiObject read(Kind kind, @Nullable ObjectNode object, List<String> problems) {
        if (object == null) {
            return null;
        }
        Reading<ApiObject> reading = Reading.of(kind, object);
        problems.addAll(reading.problems());
        return reading.object();
    }

    private static Answer.Denial denial(Change change, Verdict verdict) {
        List<Judged> denials = verdict.denials();
        StringBuilder message = new StringBuilder();
        message.append(denials.size() == 1 ? "1 finding" : denials.size() + " findings")
                .append(" in ")
                .append(change.object().shown())
                .append(
                        verdict.environment() == Environment.unlabeled
                                ? ":"
                                : " (environment " + verdict.environment() + "):");
        for (Judged judged : denials) {
            message.append("\n- ").append(judged.message());
        }
        return new Answer.Denial(
                message.toString(),
                denials.stream()
                        .map(j -> new Answer.Cause(
                                j.finding().rule(),
                                j.finding().path(),
                                j.finding().message()))
                        .toList());
    }

    private static Map<String, String> audit(Verdict verdict) {
        if (verdict.judged().isEmpty()) {
            return Map.of();
        }
        return Map.of(
                "findings",
                verdict.judged().stream()
                        .map(j -> j.finding().rule() + "=" + j.action())
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(",")));
    }
}
