package io.pointsman.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.pointsman.operation.DeploymentView;
import io.pointsman.operation.pace.PaceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what a paced restart would do. */
final class RestartPlan {
    private RestartPlan() {}

    static Plan.Draft of(DeploymentView deployment, PaceSpec spec) {
        String name = deployment.ref().name();
        List<String> notes = new ArrayList<>();
        if (deployment.paused()) {
            notes.add("Deployment " + name + " is paused by somebody else now; a restart needs it to go on");
        }
        if (deployment.replicas() == 0) {
            notes.add("Deployment " + name + " has no replicas now, so no pod would be replaced");
        }
        return new Plan.Draft(
                "restart Deployment " + name + ", which has " + deployment.replicas() + " replicas, " + pace(spec),
                List.of(
                        "hold Deployment " + name + ", so that no other operation moves it",
                        "borrow its strategy (new pods first, a batch at a time), minReadySeconds and"
                                + " progressDeadlineSeconds, and stamp the pod template",
                        "let one batch of new pods come up, then pause",
                        "when the batch has been available for the settle time, go on with the next",
                        "give back what was borrowed, and give Deployment " + name + " free"),
                notes,
                giveBack(deployment));
    }

    private static String pace(PaceSpec spec) {
        PaceSpec.Pace pace = spec.pace();
        if (pace == null) {
            return "at the pace \"standard\"";
        }
        List<String> said = new ArrayList<>();
        said.add("at the pace \"" + Optional.ofNullable(pace.preset()).orElse("standard") + "\"");
        if (pace.batchSize() != null) {
            said.add("in batches of " + pace.batchSize().asText());
        }
        if (pace.settle() != null) {
            said.add("settling for " + pace.settle());
        }
        return String.join(", ", said);
    }

    /** All that is borrowed, as it is now. */
    private static String giveBack(DeploymentView deployment) {
        ObjectNode spec = Json.object();
        spec.put("paused", deployment.paused());
        spec.put("minReadySeconds", deployment.minReadySeconds());
        spec.put("progressDeadlineSeconds", deployment.progressDeadlineSeconds());
        ObjectNode strategy = spec.putObject("strategy").put("type", deployment.strategy());
        if (deployment.maxSurge().isPresent() || deployment.maxUnavailable().isPresent()) {
            ObjectNode rolling = strategy.putObject("rollingUpdate");
            rolling.set("maxSurge", amount(deployment.maxSurge()));
            rolling.set("maxUnavailable", amount(deployment.maxUnavailable()));
        }
        return Kubectl.patch("deployment", deployment.ref(), Json.object("spec", spec));
    }

    private static JsonNode amount(Optional<String> value) {
        return value.<JsonNode>map(v -> v.endsWith("%") ? new TextNode(v) : new IntNode(Integer.parseInt(v)))
                .orElseGet(() -> JsonNodeFactory.instance.nullNode());
    }
}
