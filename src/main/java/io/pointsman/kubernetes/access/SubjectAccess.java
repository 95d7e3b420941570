package io.pointsman.kubernetes.access;

import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.pointsman.kubernetes.ApiCalls;
import io.pointsman.security.Access;
import io.pointsman.security.Subject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A SubjectAccessReview for each question. Answers are not kept: a right that was taken away is gone at once. */
@ApplicationScoped
public class SubjectAccess implements Access {
    private static final Logger LOG = Logger.getLogger(SubjectAccess.class);

    private final KubernetesClient client;

    SubjectAccess(KubernetesClient client) {
        this.client = ApiCalls.prompt(client);
    }

    @Override
    public Decision check(Subject who, Attempt what) {
        try {
            return judge(client.resource(review(who, what)).create().getStatus());
        } catch (KubernetesClientException e) {
            return ApiCalls.unavailable(client, e).<Decision>map(Unknown::new).orElseGet(() -> {
                LOG.errorf("Pointsman may not create subjectaccessreviews.authorization.k8s.io (HTTP %d)", e.getCode());
                return new Unknown("Pointsman itself is not allowed to ask what somebody may do: its ClusterRole"
                        + " lacks create on subjectaccessreviews.authorization.k8s.io");
            });
        }
    }

    static SubjectAccessReview review(Subject who, Attempt what) {
        return new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(who.username())
                .withUid(who.uid())
                .withGroups(who.groups())
                .withExtra(who.extra())
                .withNewResourceAttributes()
                .withVerb(what.verb())
                .withGroup(what.group())
                .withVersion("*")
                .withResource(what.resource())
                .withSubresource(what.subresource())
                .withNamespace(what.namespace())
                .withName(what.name())
                .endResourceAttributes()
                .endSpec()
                .build();
    }

    static Decision judge(@Nullable SubjectAccessReviewStatus status) {
        if (status == null) {
            return new Unknown("the API server answered an access review without a status");
        }
        if (Boolean.TRUE.equals(status.getAllowed())) {
            return new Allowed();
        }
        // An evaluation error is not a decision by itself; what could be evaluated did not allow it.
        String reason = Objects.requireNonNullElse(status.getReason(), "");
        return new Denied(reason.isBlank() ? Objects.requireNonNullElse(status.getEvaluationError(), "") : reason);
    }
}
