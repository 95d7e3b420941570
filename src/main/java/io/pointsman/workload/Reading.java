package io.pointsman.workload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a manifest says, and what it says wrongly. A field that could not be read counts as absent.
 *
 * @param problems sentences that name the field and what it must be
 */
public record Reading<T extends ApiObject>(T object, List<String> problems) {
    public Reading {
        problems = List.copyOf(problems);
    }

    /** Reads an object of a known kind, with the defaults that the API server would fill in. Never throws. */
    public static Reading<ApiObject> of(Kind kind, JsonNode manifest) {
        Fields fields = Fields.of(manifest);
        ApiObject object = switch (kind) {
            case DEPLOYMENT -> Deployment.read(fields);
            case STATEFUL_SET -> StatefulSet.read(fields);
            case DAEMON_SET -> DaemonSet.read(fields);
            case SERVICE -> Service.read(fields);
            case DISRUPTION_BUDGET -> DisruptionBudget.read(fields);
            case AUTOSCALER -> Autoscaler.read(fields);
        };
        return new Reading<>(object, fields.problems());
    }
}
