package io.pointsman.policy.rule;

import io.pointsman.policy.Surroundings;
import io.pointsman.workload.Node;
import io.pointsman.workload.PodTemplate;
import io.pointsman.workload.Scheduling;
import java.util.List;
import java.util.function.Predicate;

/**
 * The nodes that pods of a template may run on. Node affinity, free capacity and cordons are not looked at: there may be less
 * room than this, never more, unless nodes are added.
 */
record NodeRoom(List<Node> chosen, Scheduling scheduling, boolean known) {
    static NodeRoom of(PodTemplate template, Surroundings surroundings) {
        List<Node> nodes = surroundings.nodes();
        Scheduling scheduling = template.scheduling();
        return new NodeRoom(nodes.stream().filter(scheduling::selects).toList(), scheduling, !nodes.isEmpty());
    }

    /** How many nodes let the pods in. */
    int hosts() {
        return (int) chosen.stream().filter(scheduling::tolerates).count();
    }

    /** How many domains of that key have a node that lets the pods in. */
    int openDomains(String topologyKey) {
        return domains(topologyKey, scheduling::tolerates);
    }

    /** How many domains of that key there are, whether their nodes let the pods in or not. */
    int allDomains(String topologyKey) {
        return domains(topologyKey, node -> true);
    }

    private int domains(String topologyKey, Predicate<Node> which) {
        return (int) chosen.stream()
                .filter(which)
                .map(node -> node.labels().getOrDefault(topologyKey, ""))
                .filter(domain -> !domain.isEmpty())
                .distinct()
                .count();
    }

    /** Whether nodes may be added by themselves when pods wait for one. */
    boolean elastic() {
        return chosen.stream().anyMatch(Node::elastic);
    }
}
