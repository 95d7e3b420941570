package io.pointsman.workload;

import java.util.Map;

/** What makes pods from a template and replaces them when it changes. */
public sealed interface Workload extends ApiObject permits Deployment, StatefulSet, DaemonSet {
    LabelSelector selector();

    PodTemplate template();

    int minReadySeconds();

    int revisionHistoryLimit();

    /** The same workload with the template of another revision. */
    Workload withTemplate(PodTemplate template);

    /** The labels that its pods carry. */
    default Map<String, String> podLabels() {
        return template().labels();
    }
}
