package io.pointsman.operation.pace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.pointsman.operation.pace.PaceObservation.Seen;
import io.pointsman.operation.pace.PaceStatus.TemplateEdit;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an action makes of a pod template. */
sealed interface TemplateChange {
    List<String> RESTARTED_AT = List.of("metadata", "annotations", "kubectl.kubernetes.io/restartedAt");

    /** What a restart is called. */
    String RESTART = "restart";

    /** The template becomes another one. */
    record To(JsonNode template, String what) implements TemplateChange {}

    /** It is so already. */
    record Nothing(String message) implements TemplateChange {}

    /** It can't be done. */
    record Impossible(String reason, String message) implements TemplateChange {}

    static TemplateChange of(PaceSpec spec, Seen seen, Instant now) {
        return switch (spec.action()) {
            case restart -> restart(seen.deployment(), now);
            case setImage -> setImage(seen.deployment(), spec.images() == null ? new TreeMap<>() : spec.images());
            case undo -> undo(seen, Optional.ofNullable(spec.toRevision()));
        };
    }

    /** Stamps the time in the form that kubectl uses; never the time that is there, because that would restart nothing. */
    private static TemplateChange restart(DeploymentState deployment, Instant now) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        String there = deployment
                .template()
                .path("metadata")
                .path("annotations")
                .path(RESTARTED_AT.getLast())
                .asText();
        String stamp = there.equals(second.toString()) ? second.plusSeconds(1).toString() : second.toString();
        return new To(
                Templates.apply(
                        deployment.template(), List.of(new TemplateEdit(RESTARTED_AT, TextNode.valueOf(stamp)))),
                RESTART);
    }

    private static TemplateChange setImage(DeploymentState deployment, SortedMap<String, String> images) {
        JsonNode next = deployment.template().deepCopy();
        List<String> changed = new ArrayList<>();
        for (Map.Entry<String, String> image : images.entrySet()) {
            Optional<ObjectNode> container = container(next, image.getKey());
            if (container.isEmpty()) {
                return new Impossible(
                        "NoSuchContainer",
                        deployment.ref().shown() + " has no container " + image.getKey() + " (containers there: "
                                + String.join(", ", containers(next)) + "); nothing was changed");
            }
            if (!container.get().path("image").asText().equals(image.getValue())) {
                container.get().put("image", image.getValue());
                changed.add(image.getKey() + " to " + image.getValue());
            }
        }
        return changed.isEmpty()
                ? new Nothing(deployment.ref().shown() + " has those images already; nothing was changed")
                : new To(next, "change of " + String.join(", ", changed));
    }

    private static Optional<ObjectNode> container(JsonNode template, String name) {
        for (String list : List.of("containers", "initContainers")) {
            for (JsonNode each : template.path("spec").path(list)) {
                if (each.path("name").asText().equals(name) && each instanceof ObjectNode found) {
                    return Optional.of(found);
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> containers(JsonNode template) {
        List<String> names = new ArrayList<>();
        for (String list : List.of("containers", "initContainers")) {
            template.path("spec")
                    .path(list)
                    .forEach(c -> names.add(c.path("name").asText()));
        }
        return names;
    }

    /** As {@code kubectl rollout undo}: to a revision of the history, else to the one before. */
    private static TemplateChange undo(Seen seen, Optional<Integer> revision) {
        String name = seen.deployment().ref().shown();
        String newest = seen.rollout().newest().map(ReplicaSetState::uid).orElse("");
        List<ReplicaSetState> history = seen.rollout().sets().stream()
                .filter(s -> s.revision() > 0)
                .sorted(Comparator.comparing(ReplicaSetState::revision))
                .toList();
        Optional<ReplicaSetState> wanted = revision.isPresent()
                ? history.stream().filter(s -> s.revision() == revision.get()).findFirst()
                : history.stream().filter(s -> !s.uid().equals(newest)).reduce((earlier, later) -> later);
        if (wanted.isEmpty()) {
            List<String> there =
                    history.stream().map(s -> String.valueOf(s.revision())).toList();
            return new Impossible(
                    "NoSuchRevision",
                    name + " has no " + revision.map(r -> "revision " + r).orElse("earlier revision")
                            + " to go back to (revisions there: " + String.join(", ", there)
                            + "); nothing was changed");
        }
        ReplicaSetState back = wanted.get();
        return back.templateHash().equals(seen.deployment().templateHash())
                ? new Nothing(name + " is at revision " + back.revision() + " already; nothing was changed")
                : new To(back.template(), "return to revision " + back.revision());
    }
}
