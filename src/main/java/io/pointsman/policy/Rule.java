package io.pointsman.policy;

import io.pointsman.workload.ApiObject;
import java.util.List;

/** One way in which rollout settings can be wrong. Rules are pure: the same question has the same answer. */
public sealed interface Rule {
    RuleText text();

    Defaults defaults();

    default String id() {
        return text().id();
    }

    /**
     * A rule about how an object is. Asked about the object before a change as well, so that only what a change makes
     * worse is denied; asked by the audit and on files, too.
     */
    non-sealed interface OfState extends Rule {
        List<Finding> find(ApiObject object, Scene scene);
    }

    /** A rule about what a change does. Only asked when somebody makes one. */
    non-sealed interface OfChange extends Rule {
        List<Finding> find(Change change, Scene scene);
    }
}
