package io.pointsman.operation.traffic;

import io.pointsman.operation.Applied;
import java.util.Map;
import java.util.Optional;

/**
 * The port for "who gets which share": observe, apply, and (from what was observed) prove. A router keeps its route as a
 * small map, opaque to planners: for the Service selector it is the selector itself. Every write is compare-and-set.
 */
public interface TrafficRouter {
    /**
     * What stands now.
     *
     * @param colorLabel the label key that tells the colors apart; empty: what the Service's annotation says, else the default
     * @return empty when there is no such Service
     */
    Optional<Routing> observe(String namespace, String service, Optional<String> colorLabel);

    /** The same, with the colors of workloads that have no pods yet. */
    Routing withColorsOfWorkloads(Routing routing);

    /**
     * Writes {@code after} in the place of {@code before}, if the Service is still as it was when {@code seen} was observed.
     */
    Applied apply(Routing seen, Map<String, String> before, Map<String, String> after);
}
