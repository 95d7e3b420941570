package io.pointsman.security;

/** Asks the cluster whether somebody may do something there: a SubjectAccessReview. Blocking; one API call. */
@FunctionalInterface
public interface Access {
    /** Whether {@code who} may do {@code what}. Never throws for a review that could not be made: see {@link Unknown}. */
    Decision check(Subject who, Attempt what);

    /**
     * One request as RBAC sees it.
     *
     * @param verb for example {@code patch}
     * @param group API group, empty for the core group
     * @param resource plural, for example {@code services}
     * @param subresource for example {@code scale}; empty for the object itself
     * @param name of the object; empty for the whole kind, as in {@code create} and {@code list}
     */
    record Attempt(String verb, String group, String resource, String subresource, String namespace, String name) {
        /** For messages: {@code patch deployments.apps "user-service" in namespace shop}. */
        public String shown() {
            String what = group.isEmpty() ? resource : resource + "." + group;
            String whole = subresource.isEmpty() ? what : what + "/" + subresource;
            return verb + " " + whole + (name.isEmpty() ? "" : " \"" + name + "\"") + " in namespace " + namespace;
        }
    }

    /** The cluster's answer. */
    sealed interface Decision {}

    /** They may. */
    record Allowed() implements Decision {}

    /**
     * They may not.
     *
     * @param reason the authorizer's own words, often empty
     */
    record Denied(String reason) implements Decision {}

    /**
     * The cluster gave no answer, so nobody may.
     *
     * @param problem why not, in one sentence
     */
    record Unknown(String problem) implements Decision {}
}
