package io.pointsman.control;

import java.util.regex.Pattern;

/** Checks the names in a path before they reach the API server, where a stray slash would mean another object. */
final class Names {
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern OBJECT =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
    private static final int LONGEST = 253;

    private Names() {}

    /** Ends the call unless both can be names in Kubernetes. */
    static void check(String namespace, String kind, String name) {
        checkNamespace(namespace);
        if (name.length() > LONGEST || !OBJECT.matcher(name).matches()) {
            throw bad(
                    kind, name, "lower-case letters, digits, '-' and '.', beginning and ending with a letter or digit");
        }
    }

    static void checkNamespace(String namespace) {
        if (!NAMESPACE.matcher(namespace).matches()) {
            throw bad(
                    "namespace",
                    namespace,
                    "at most 63 lower-case letters, digits and '-', beginning and ending with a letter or digit");
        }
    }

    private static ProblemException bad(String kind, String name, String rule) {
        String shown = name.length() > LONGEST ? name.substring(0, LONGEST) + "…" : name;
        return new ProblemException(
                Problem.badRequest("\"" + shown + "\" cannot be the name of a " + kind + ": it must be " + rule + "."));
    }
}
