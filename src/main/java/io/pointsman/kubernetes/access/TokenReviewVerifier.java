package io.pointsman.kubernetes.access;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.pointsman.config.PointsmanConfig;
import io.pointsman.kubernetes.ApiCalls;
import io.pointsman.security.Subject;
import io.pointsman.security.TokenVerifier;
import io.pointsman.security.Verification;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A TokenReview for each call. Answers are not kept, so a token that was revoked is refused at once. Whoever holds no
 * token can make us ask, so only a few questions run at a time: a flood of them cannot take the connections that operations
 * need.
 */
@ApplicationScoped
public class TokenReviewVerifier implements TokenVerifier {
    private static final Logger LOG = Logger.getLogger(TokenReviewVerifier.class);
    private static final int AT_ONCE = 16;
    private static final long PATIENCE_SECONDS = 3;

    private final KubernetesClient client;
    private final List<String> audiences;
    private final Semaphore slots = new Semaphore(AT_ONCE, true);

    TokenReviewVerifier(KubernetesClient client, PointsmanConfig config) {
        this.client = ApiCalls.prompt(client);
        this.audiences = config.control().audiences().orElse(List.of());
    }

    @Override
    public Verification verify(String token) {
        try {
            if (!slots.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return new Verification.Unavailable("too many calls are waiting for their tokens to be checked");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Verification.Unavailable("Pointsman is stopping");
        }
        try {
            return judge(review(token), audiences);
        } catch (KubernetesClientException e) {
            return failed(e);
        } finally {
            slots.release();
        }
    }

    private @Nullable TokenReviewStatus review(String token) {
        TokenReview review = new TokenReviewBuilder()
                .withNewSpec()
                .withToken(token)
                .withAudiences(audiences)
                .endSpec()
                .build();
        return client.resource(review).create().getStatus();
    }

    private Verification failed(KubernetesClientException e) {
        return ApiCalls.unavailable(client, e)
                .<Verification>map(Verification.Unavailable::new)
                .orElseGet(() -> {
                    LOG.errorf("Pointsman may not create tokenreviews.authentication.k8s.io (HTTP %d)", e.getCode());
                    return new Verification.Unavailable("Pointsman itself is not allowed to have tokens checked:"
                            + " its ClusterRole lacks create on tokenreviews.authentication.k8s.io");
                });
    }

    static Verification judge(@Nullable TokenReviewStatus status, List<String> asked) {
        if (status == null || !Boolean.TRUE.equals(status.getAuthenticated()) || status.getUser() == null) {
            return new Verification.Refused("the API server does not know this token, or it has expired");
        }
        // An authenticator that knows nothing of audiences returns none: such a token is meant for the API server.
        List<String> meant = Objects.requireNonNullElse(status.getAudiences(), List.of());
        if (!asked.isEmpty() && Collections.disjoint(asked, meant)) {
            return new Verification.Refused(
                    "this token is not meant for Pointsman: it needs one of the audiences " + String.join(", ", asked));
        }
        UserInfo user = status.getUser();
        return new Verification.Verified(new Subject(
                Objects.requireNonNullElse(user.getUsername(), ""),
                user.getUid(),
                Objects.requireNonNullElse(user.getGroups(), List.of()),
                Objects.requireNonNullElse(user.getExtra(), Map.of())));
    }
}
