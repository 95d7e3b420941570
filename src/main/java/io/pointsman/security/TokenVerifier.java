package io.pointsman.security;

/** Asks the API server whose bearer token this is. Implementations never log, keep or return the token. */
public interface TokenVerifier {
    /** Asks now; blocks. */
    Verification verify(String token);
}
