package io.pointsman.workload;

import java.util.List;
import java.util.Map;

/**
 * Where the pods of a template may go.
 *
 * @param apart required anti-affinity: no two pods that a term chooses share a domain
 * @param spread constraints that keep pods from being scheduled (DoNotSchedule)
 */
public record Scheduling(
        Map<String, String> nodeSelector, List<Toleration> tolerations, List<Apart> apart, List<Spread> spread) {
    /** Accepts a taint; an empty key with {@code Exists} accepts all, an empty effect every effect. */
    public record Toleration(String key, String operator, String value, String effect) {
        boolean accepts(Node.Taint taint) {
            return (effect.isEmpty() || effect.equals(taint.effect()))
                    && (key.isEmpty() ? operator.equals("Exists") : key.equals(taint.key()))
                    && (operator.equals("Exists") || value.equals(taint.value()));
        }
    }

    /**
     * A required anti-affinity term.
     *
     * @param ownNamespace whether it looks at pods of its own namespace
     * @param perRevision whether it tells the pods of one revision from those of another (matchLabelKeys or
     *     mismatchLabelKeys with pod-template-hash)
     */
    public record Apart(String topologyKey, LabelSelector selector, boolean ownNamespace, boolean perRevision) {}

    /**
     * A spread constraint.
     *
     * @param minDomains with fewer domains than this, none may hold more than maxSkew pods
     * @param taintsCount whether domains behind taints that are not tolerated are left out
     */
    public record Spread(
            String topologyKey,
            int maxSkew,
            LabelSelector selector,
            boolean perRevision,
            int minDomains,
            boolean taintsCount) {}

    private static final String REVISION_LABEL = "pod-template-hash";

    public Scheduling {
        nodeSelector = Map.copyOf(nodeSelector);
        tolerations = List.copyOf(tolerations);
        apart = List.copyOf(apart);
        spread = List.copyOf(spread);
    }

    static Scheduling read(Fields podSpec) {
        return new Scheduling(
                podSpec.strings("nodeSelector"),
                podSpec.each(
                        "tolerations",
                        t -> new Toleration(
                                t.text("key", ""),
                                t.text("operator", "Equal"),
                                t.text("value", ""),
                                t.text("effect", ""))),
                podSpec.in("affinity")
                        .in("podAntiAffinity")
                        .each("requiredDuringSchedulingIgnoredDuringExecution", Scheduling::apart),
                podSpec.each("topologySpreadConstraints", Scheduling::spread).stream()
                        .filter(s -> s.maxSkew() > 0)
                        .toList());
    }

    private static Apart apart(Fields term) {
        return new Apart(
                term.text("topologyKey", ""),
                LabelSelector.read(term.in("labelSelector")),
                term.has("labelSelector") && term.texts("namespaces").isEmpty() && !term.has("namespaceSelector"),
                perRevision(term));
    }

    private static Spread spread(Fields constraint) {
        boolean hard = constraint.text("whenUnsatisfiable", "DoNotSchedule").equals("DoNotSchedule");
        return new Spread(
                constraint.text("topologyKey", ""),
                hard ? constraint.integer("maxSkew", 1) : 0,
                LabelSelector.read(constraint.in("labelSelector")),
                perRevision(constraint),
                constraint.integer("minDomains", 1),
                constraint.text("nodeTaintsPolicy", "Ignore").equals("Honor"));
    }

    private static boolean perRevision(Fields term) {
        return term.texts("matchLabelKeys").contains(REVISION_LABEL)
                || term.texts("mismatchLabelKeys").contains(REVISION_LABEL);
    }

    /** Whether the node selector chooses that node. Node affinity is not looked at, so this may be too generous. */
    public boolean selects(Node node) {
        return nodeSelector.entrySet().stream()
                .allMatch(e -> e.getValue().equals(node.labels().get(e.getKey())));
    }

    /** Whether the node's taints let the pods in. */
    public boolean tolerates(Node node) {
        return node.taints().stream()
                .filter(taint -> !taint.effect().equals("PreferNoSchedule"))
                .allMatch(taint -> tolerations.stream().anyMatch(t -> t.accepts(taint)));
    }
}
