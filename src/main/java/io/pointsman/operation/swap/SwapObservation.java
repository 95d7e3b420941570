package io.pointsman.operation.swap;

import io.pointsman.operation.Holder;
import io.pointsman.operation.traffic.Routing;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a swap sees of the cluster at one moment.
 *
 * @param requestedBy who asked for the operation, as stamped at admission; empty when there is no stamp
 * @param services the Services asked for, by name, in the order in which they are taken; empty where one does not exist
 */
public record SwapObservation(
        Optional<String> requestedBy, long generation, SortedMap<String, Optional<Seen>> services) {
    public SwapObservation {
        services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
    }

    /** One Service and who holds it. */
    public record Seen(Routing routing, Holder holder) {}
}
