package io.pointsman.workload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A node.
 *
 * @param elastic whether it is one of a pool that can grow by itself, as far as its labels tell
 */
public record Node(Map<String, String> labels, List<Taint> taints, boolean elastic) {
    private static final Set<String> POOL_LABELS = Set.of(
            "cloud.google.com/gke-nodepool",
            "eks.amazonaws.com/nodegroup",
            "kubernetes.azure.com/agentpool",
            "karpenter.sh/nodepool",
            "karpenter.sh/provisioner-name",
            "doks.digitalocean.com/node-pool",
            "k8s.scaleway.com/pool-name",
            "node.kubernetes.io/nodegroup");

    /** Keeps pods off that do not tolerate it. */
    public record Taint(String key, String value, String effect) {}

    public Node {
        labels = Map.copyOf(labels);
        taints = List.copyOf(taints);
    }

    /** Reads a node. A cordoned one is kept: it may be uncordoned in the next minute. */
    public static Node read(JsonNode manifest) {
        Fields node = Fields.of(manifest);
        Map<String, String> labels = node.in("metadata").strings("labels");
        return new Node(
                labels,
                node
                        .in("spec")
                        .each("taints", t -> new Taint(t.text("key", ""), t.text("value", ""), t.text("effect", "")))
                        .stream()
                        .filter(taint -> !taint.key().startsWith("node.kubernetes.io/"))
                        .toList(),
                labels.keySet().stream().anyMatch(POOL_LABELS::contains));
    }
}
