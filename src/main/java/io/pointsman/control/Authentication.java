package io.pointsman.control;

import io.pointsman.security.TokenVerifier;
import io.pointsman.security.Verification;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lets no call through without a bearer token that the API server verified; before the body is read. */
@Provider
@Priority(Priorities.AUTHENTICATION)
class Authentication implements ContainerRequestFilter {
    /** RFC 6750, section 2.1. */
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +([A-Za-z0-9._~+/-]+=*)");

    private static final String HOW = "send the header Authorization: Bearer <token>, with a token of your cluster"
            + " such as kubectl create token <service-account> prints";

    private final TokenVerifier verifier;
    private final CurrentCaller caller;

    Authentication(TokenVerifier verifier, CurrentCaller caller) {
        this.verifier = verifier;
        this.caller = caller;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        List<String> headers = request.getHeaders().getOrDefault(HttpHeaders.AUTHORIZATION, List.of());
        switch (verifier.verify(token(headers))) {
            case Verification.Verified(var subject) -> caller.is(subject);
            case Verification.Refused(String reason) ->
                throw new ProblemException(Problem.unauthorized("The token was refused: " + reason + "."));
            case Verification.Unavailable(String why) ->
                throw new ProblemException(Problem.unavailable(
                        "The token could not be checked: " + why + "; try again in a few seconds."));
        }
    }

    static String token(List<String> headers) {
        if (headers.isEmpty()) {
            throw new ProblemException(Problem.unauthorized("No token was sent: " + HOW + "."));
        }
        Matcher bearer = BEARER.matcher(headers.getFirst().strip());
        if (headers.size() > 1 || !bearer.matches()) {
            throw new ProblemException(
                    Problem.unauthorized("The Authorization header is not one bearer token: " + HOW + "."));
        }
        return bearer.group(1);
    }
}
