package io.pointsman.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pointsman.security.Access;
import io.pointsman.security.Subject;
import io.pointsman.workload.Annotations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Judges operations: who asked for one is written on it and never changes, and nobody may ask for what they could not do
 * with kubectl. Pointsman itself makes operations for the callers of its HTTP API, whom it has checked already: what it
 * writes as the requester stays.
 */
final class OperationReviews {
    static final String GROUP = "pointsman.io";
    private static final Map<String, String> TARGET_RESOURCES = Map.of(
            "Deployment", "deployments",
            "StatefulSet", "statefulsets",
            "DaemonSet", "daemonsets");
    private static final String STAMP_POINTER = "/metadata/annotations/pointsman.io~1requested-by";

    private final Access access;
    private final Supplier<String> ownUser;

    /** @param ownUser the name that the API server knows Pointsman by */
    OperationReviews(Access access, Supplier<String> ownUser) {
        this.access = access;
        this.ownUser = ownUser;
    }

    /** Writes on a new operation who asked for it, and keeps that on an old one. */
    Answer stamp(Review review) {
        ObjectNode object = review.object();
        if (object == null || !review.subresource().isEmpty()) {
            return Answer.allow();
        }
        String present = requester(object);
        String wanted = wanted(review, present);
        if (wanted == null || wanted.equals(present)) {
            return Answer.allow();
        }
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        if (!object.path("metadata").path("annotations").isObject()) {
            patch.addObject()
                    .put("op", "add")
                    .put("path", "/metadata/annotations")
                    .putObject("value");
        }
        patch.addObject().put("op", "add").put("path", STAMP_POINTER).put("value", wanted);
        return Answer.patch(patch);
    }

    private @Nullable String wanted(Review review, @Nullable String present) {
        if (review.operation().equals("UPDATE")) {
            return review.oldObject() == null ? present : requester(review.oldObject());
        }
        boolean isPointsman = review.user().username().equals(ownUser.get());
        return isPointsman && present != null ? present : review.user().username();
    }

    /** Refuses an operation whose requester is not who asks, or who may not do what it would do. */
    Answer judge(Review review) {
        ObjectNode object = review.object();
        if (object == null || !review.subresource().isEmpty()) {
            return Answer.allow();
        }
        String stamped = requester(object);
        String wanted = wanted(review, stamped);
        if (wanted != null && !wanted.equals(stamped)) {
            return Answer.deny("metadata.annotations[" + Annotations.REQUESTED_BY + "] says "
                    + (stamped == null ? "nothing" : stamped)
                    + ", but it must name who asked for this operation, " + wanted
                    + ". Remove the line: Pointsman writes it.");
        }
        boolean isPointsman = review.user().username().equals(ownUser.get());
        if (!review.operation().equals("CREATE")
                || (isPointsman && !review.user().username().equals(stamped))) {
            return Answer.allow();
        }
        return mayDo(review.user(), writes(review, object));
    }

    private Answer mayDo(Subject user, List<Access.Attempt> writes) {
        List<String> refused = new ArrayList<>();
        for (Access.Attempt write : writes) {
            switch (access.check(user, write)) {
                case Access.Allowed() -> {
                    continue;
                }
                case Access.Denied(String reason) ->
                    refused.add(user.username() + " may not " + write.shown() + ", which this operation does"
                            + (reason.isEmpty() ? "" : " (" + reason + ")") + ". Ask for a role that allows it.");
                case Access.Unknown(String problem) ->
                    refused.add("Whether " + user.username() + " may " + write.shown()
                            + " could not be found out, so the operation is refused: " + problem + ". Try again.");
            }
        }
        return refused.isEmpty() ? Answer.allow() : Answer.deny(String.join("\n", refused));
    }

    /** What the operation will write on behalf of who asks for it. */
    private static List<Access.Attempt> writes(Review review, ObjectNode object) {
        JsonNode spec = object.path("spec");
        List<Access.Attempt> writes = new ArrayList<>();
        if (review.kind().equals("BlueGreenSwap")) {
            spec.path("services")
                    .forEach(service -> writes.add(
                            new Access.Attempt("patch", "", "services", "", review.namespace(), service.asText())));
        }
        if (review.kind().equals("PacedRollout")) {
            JsonNode target = spec.path("target");
            String resource = TARGET_RESOURCES.get(target.path("kind").asText());
            if (resource != null) {
                writes.add(new Access.Attempt(
                        "patch",
                        "apps",
                        resource,
                        "",
                        review.namespace(),
                        target.path("name").asText()));
            }
        }
        return writes;
    }

    private static @Nullable String requester(ObjectNode object) {
        JsonNode stamp = object.path("metadata").path("annotations").path(Annotations.REQUESTED_BY);
        return stamp.isTextual() ? stamp.textValue() : null;
    }
}
