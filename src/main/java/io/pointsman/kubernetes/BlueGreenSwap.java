package io.pointsman.kubernetes;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import io.pointsman.operation.swap.SwapSpec;
import io.pointsman.operation.swap.SwapStatus;

/** The custom resource of a swap; its schema is the chart's {@code bluegreenswaps.yaml}. */
@Group(Kinds.GROUP)
@Version(Kinds.VERSION)
@Plural("bluegreenswaps")
@Singular("bluegreenswap")
@ShortNames("bgs")
public final class BlueGreenSwap extends CustomResource<SwapSpec, SwapStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;
}
