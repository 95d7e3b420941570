package io.pointsman.operation;

import java.util.List;

/** What became of a wish to make an operation. */
public sealed interface Creation {
    /** It was made, or would be. */
    record Created(Operation operation) implements Creation {}

    /** One of that kind and name is there already. */
    record Exists() implements Creation {}

    /**
     * The API server, or an admission webhook, will not have it.
     *
     * @param status the API server's own status code, from 400 to 499
     * @param causes the fields that are wrong; empty when the refusal is not about fields
     */
    record Refused(int status, String message, List<Cause> causes) implements Creation {
        public Refused {
            causes = List.copyOf(causes);
        }
    }

    /** Pointsman itself is not set up for it (a right or a kind is missing); {@code why} is a sentence for people. */
    record Misconfigured(String why) implements Creation {}

    /**
     * One wrong field.
     *
     * @param field a path such as {@code spec.to}
     */
    record Cause(String field, String message) {}
}
