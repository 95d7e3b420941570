package io.pointsman.control;

import io.pointsman.operation.traffic.Routing;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whether a Service can be swapped as asked, and to which color: what the caller should hear at once, while nothing exists
 * yet. The order of the checks is the order in which somebody would mend them. Pure.
 */
sealed interface SwapDecision {
    /**
     * It can.
     *
     * @param from the color that is live; the same as {@code to} where there is nothing to move
     */
    record Go(Routing routing, String from, String to) implements SwapDecision {
        boolean alreadyLive() {
            return from.equals(to);
        }
    }

    /** It cannot, and here is why. */
    record No(Problem problem) implements SwapDecision {}

    static SwapDecision of(String namespace, String service, SwapRequest request, Optional<Routing> found) {
        if (found.isEmpty()) {
            return new No(
                    Problem.notFound("There is no Service \"" + service + "\" in namespace \"" + namespace + "\"."));
        }
        Routing routing = found.get();
        Optional<String> refusal = routing.service().refusal(routing.colorLabel());
        Optional<String> live = routing.live();
        if (refusal.isPresent() || live.isEmpty()) {
            return new No(Problem.notSwappable(Sentence.of(
                    refusal.orElse("Service " + service + " does not select by the label " + routing.colorLabel()))));
        }
        return toward(request, routing, live.get());
    }

    private static SwapDecision toward(SwapRequest request, Routing routing, String live) {
        String service = routing.service().ref().name();
        String label = routing.colorLabel();
        SortedSet<String> others = new TreeSet<>(routing.colors());
        others.remove(live);
        String to = request.to();
        if (to == null) {
            if (others.isEmpty()) {
                return new No(Problem.unknownColor("There is no color to swap to: no Deployment or StatefulSet behind"
                        + " Service \"" + service + "\" has another " + label + " than " + live + ", which is live."));
            }
            if (others.size() > 1) {
                return new No(Problem.ambiguousColor("Service \"" + service + "\" is on " + live + ", and there are "
                        + others.size() + " other colors (" + String.join(", ", others) + "): name one in \"to\"."));
            }
            to = others.first();
        }
        if (to.equals(live)) {
            return new Go(routing, live, live);
        }
        if (!others.contains(to)) {
            SortedSet<String> all = new TreeSet<>(routing.colors());
            return new No(
                    Problem.unknownColor("There is no color " + to + ": no Deployment or StatefulSet behind Service \""
                            + service + "\" has " + label + "=" + to + "; the colors there are "
                            + (all.isEmpty() ? "none" : String.join(", ", all)) + "."));
        }
        if (request.from() != null && !request.from().equals(live)) {
            return new No(Problem.conflict("Service \"" + service + "\" is on " + live + ", not on " + request.from()
                    + " as \"from\" expects; nothing was changed."));
        }
        return new Go(routing, live, to);
    }
}
