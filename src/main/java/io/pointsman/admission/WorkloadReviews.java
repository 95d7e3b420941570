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
        Optional<Kind> kind = Kind.of(review.group(), review.kind());
        if (kind.isEmpty()
                || !review.subresource().isEmpty()
                || review.operation().equals("CONNECT")) {
            return Answer.allow();
        }
        ApiObject before = read(kind.get(), review.oldObject(), new ArrayList<>());
        List<String> problems = new ArrayList<>();
        ApiObject after = read(kind.get(), review.object(), problems);
        if (before == null && after == null) {
            return Answer.allow();
        }
        Change change = new Change(
                Change.Operation.valueOf(review.operation()),
                before,
                review.operation().equals("DELETE") ? null : after,
                review.subresource(),
                review.user().username(),
                review.dryRun());
        Verdict verdict = policies.evaluate(change, surroundings, clock.instant());
        onVerdict.accept(verdict, review);
        List<String> warnings = new ArrayList<>(verdict.warnings());
        warnings.addAll(problems);
        return new Answer(verdict.allowed() ? null : denial(change, verdict), warnings, null, audit(verdict));
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
