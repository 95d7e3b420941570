package io.pointsman.control;

import io.pointsman.operation.GoDuration;
import io.pointsman.operation.swap.SwapSpec;
import io.pointsman.operation.traffic.Routing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says what a swap would do. */
final class SwapPlan {
    private SwapPlan() {}

    static Plan.Draft of(SwapDecision.Go go, SwapSpec spec) {
        Routing routing = go.routing();
        String service = routing.service().ref().name();
        String wayBack = patch(routing, go.from());
        if (go.alreadyLive()) {
            return new Plan.Draft(
                    "nothing to swap: " + go.to() + " is live already",
                    List.of("prove that the EndpointSlices of Service " + service + " hold exactly the ready " + go.to()
                            + " pods, within " + GoDuration.format(spec.verificationTimeout())),
                    List.of(),
                    wayBack);
        }
        Map<String, String> leaving = routing.routeTo(go.from());
        Map<String, String> arriving = routing.routeTo(go.to());
        int wanted = Math.max(1, routing.serving(leaving));
        int ready = routing.serving(arriving);
        List<String> steps = List.of(
                "hold Service " + service + ", so that no other operation moves it",
                "wait until " + wanted + " ready " + go.to() + (wanted == 1 ? " pod is" : " pods are") + " there (now "
                        + ready + "); after "
                        + GoDuration.format(spec.prepareTimeout()) + " give up with nothing changed",
                "write " + routing.colorLabel() + "=" + go.to()
                        + " into spec.selector, in one write that fails if anybody" + " else has changed the Service",
                "wait until the EndpointSlices hold exactly the ready " + go.to() + " pods; after "
                        + GoDuration.format(spec.verificationTimeout()) + " write " + routing.colorLabel() + "="
                        + go.from() + " back",
                "give Service " + service + " free");
        List<String> notes = new ArrayList<>();
        if (ready < wanted) {
            notes.add("of " + wanted + " ready " + go.to() + " pods that are needed, " + ready + " are there now");
        }
        notes.add("connections that are kept alive stay on the " + go.from() + " pods for as long as those live");
        return new Plan.Draft("swap " + service + " from " + go.from() + " to " + go.to(), steps, notes, wayBack);
    }

    /** A merge of one key, which leaves the rest of the selector as it is. */
    private static String patch(Routing routing, String color) {
        return Kubectl.patch(
                "service",
                routing.service().ref(),
                Json.object("spec", Json.object("selector", Json.object(routing.colorLabel(), Json.text(color)))));
    }
}
