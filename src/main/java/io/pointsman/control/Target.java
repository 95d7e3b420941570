package io.pointsman.control;

import io.pointsman.operation.OperationKind;
import io.pointsman.security.Access.Attempt;
import java.util.Objects;

/**
 * What an operation is wanted for, and the rights that it takes: to create the operation, and to do by hand what it does.
 *
 * @param verb {@code swap} or {@code restart}
 * @param kind of the object, for example {@code Service}
 * @param group its API group; empty for the core group
 * @param resource its plural, for example {@code services}
 */
record Target(
        String verb,
        OperationKind operation,
        String kind,
        String group,
        String resource,
        String namespace,
        String name) {
    Target {
        Objects.requireNonNull(operation);
        Names.check(namespace, kind, name);
    }

    static Target swapOf(String namespace, String service) {
        return new Target("swap", OperationKind.BlueGreenSwap, "Service", "", "services", namespace, service);
    }

    static Target restartOf(String namespace, String deployment) {
        return new Target(
                "restart", OperationKind.PacedRollout, "Deployment", "apps", "deployments", namespace, deployment);
    }

    Attempt[] rights() {
        return new Attempt[] {
            new Attempt("create", OperationKind.GROUP, operation.plural(), "", namespace, ""),
            new Attempt("patch", group, resource, "", namespace, name)
        };
    }

    /** For the audit trail: {@code <Kind>/<namespace>/<name>}. */
    String path() {
        return kind + "/" + namespace + "/" + name;
    }
}
