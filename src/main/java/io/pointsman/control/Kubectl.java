package io.pointsman.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pointsman.operation.ObjectRef;

/** Commands for a person's own shell. */
final class Kubectl {
    private Kubectl() {}

    /** One that changes {@code object} by a merge. */
    static String patch(String resource, ObjectRef object, ObjectNode patch) {
        return "kubectl patch " + resource + " " + object.name() + " --namespace " + object.namespace()
                + " --type merge --patch '" + patch.toString().replace("'", "'\\''") + "'";
    }
}
