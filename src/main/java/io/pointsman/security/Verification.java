package io.pointsman.security;

import java.util.Objects;

/** What became of a bearer token. Refused and unavailable are different answers: only the first is about the token. */
public sealed interface Verification {
    /** The token is good, and meant for us. */
    record Verified(Subject subject) implements Verification {
        public Verified {
            Objects.requireNonNull(subject);
        }
    }

    /** The API server looked at the token and refused it. */
    record Refused(String reason) implements Verification {
        public Refused {
            Objects.requireNonNull(reason);
        }
    }

    /** Nobody could look at the token; {@code why} is a sentence for people. */
    record Unavailable(String why) implements Verification {
        public Unavailable {
            Objects.requireNonNull(why);
        }
    }
}
