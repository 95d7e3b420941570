package io.pointsman.control;

import io.pointsman.security.Access;
import io.pointsman.security.Access.Attempt;
import io.pointsman.security.Subject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Nobody acts here who could not have acted with kubectl: each underlying right is asked for. */
@Singleton
class Authorization {
    private final Access access;

    Authorization(Access access) {
        this.access = access;
    }

    /** Ends the call with a problem unless the caller may do all of it. */
    void require(Subject who, Attempt... all) {
        for (Attempt what : all) {
            refusal(who, what).ifPresent(refusal -> {
                throw new ProblemException(refusal);
            });
        }
    }

    /** Why the caller may not; empty when they may. */
    Optional<Problem> refusal(Subject who, Attempt what) {
        return switch (access.check(who, what)) {
            case Access.Allowed() -> Optional.empty();
            case Access.Denied(String reason) ->
                Optional.of(Problem.forbidden("User \"" + who.username() + "\" may not " + what.shown()
                        + (reason.isBlank() ? "" : " (" + reason + ")") + "."));
            case Access.Unknown(String problem) ->
                throw new ProblemException(Problem.unavailable(
                        "Your rights could not be checked: " + problem + "; try again in a few seconds."));
        };
    }
}
