package io.pointsman.kubernetes;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import io.pointsman.operation.pace.PaceSpec;
import io.pointsman.operation.pace.PaceStatus;

/** The custom resource of a paced rollout; its schema is the chart's {@code pacedrollouts.yaml}. */
@Group(Kinds.GROUP)
@Version(Kinds.VERSION)
@Plural("pacedrollouts")
@Singular("pacedrollout")
@ShortNames("pace")
public final class PacedRollout extends CustomResource<PaceSpec, PaceStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;
}
