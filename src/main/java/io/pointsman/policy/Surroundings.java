package io.pointsman.policy;

import io.pointsman.workload.Autoscaler;
import io.pointsman.workload.DisruptionBudget;
import io.pointsman.workload.Kind;
import io.pointsman.workload.LabelSelector;
import io.pointsman.workload.Node;
import io.pointsman.workload.Service;
import io.pointsman.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What else is in the cluster, as far as it is known: answers come from caches and cost no API call. */
public interface Surroundings {
    /** Whether everything has been seen once. Until then every answer may lack something. */
    boolean synced();

    /** The labels of a namespace; none when it is not known. */
    Map<String, String> namespaceLabels(String namespace);

    /** The Services whose endpoints pods with those labels are or will be. */
    List<Service> servicesSelecting(String namespace, Map<String, String> podLabels);

    /** The PodDisruptionBudgets that cover pods with those labels. */
    List<DisruptionBudget> budgetsCovering(String namespace, Map<String, String> podLabels);

    /** The autoscaler that sets the replicas of that workload. */
    Optional<Autoscaler> autoscalerOf(Workload workload);

    /** The workloads whose pods that selector chooses. */
    List<Workload> workloadsSelected(String namespace, LabelSelector selector);

    Optional<Workload> workload(Kind kind, String namespace, String name);

    /** The cluster's nodes; none when they are not known. */
    List<Node> nodes();

    /** The access modes of a PersistentVolumeClaim, such as {@code ReadWriteOnce}; empty when it is not known. */
    Optional<Set<String>> accessModes(String namespace, String claim);

    /** The fingerprints of the templates of a workload's revisions, the present one among them. */
    Set<String> revisions(Workload workload);
}
