package io.pointsman.control;

import io.pointsman.security.Subject;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** Who makes this call, once the token was verified. */
@RequestScoped
class CurrentCaller {
    private @Nullable Subject subject;

    void is(Subject verified) {
        subject = verified;
    }

    Subject subject() {
        if (subject == null) {
            throw new IllegalStateException("a resource ran before its caller was verified");
        }
        return subject;
    }
}
