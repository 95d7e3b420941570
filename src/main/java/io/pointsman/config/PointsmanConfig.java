package io.pointsman.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Every setting of Pointsman's own. {@code pointsman.webhook.port} is {@code POINTSMAN_WEBHOOK_PORT} in the environment. */
@ConfigMapping(prefix = "pointsman")
public interface PointsmanConfig {
    /** The namespace that Pointsman itself runs in. */
    @WithDefault("pointsman-system")
    String namespace();

    Webhook webhook();

    Certificates certificates();

    Leader leader();

    Control control();

    /** The admission webhook server. */
    interface Webhook {
        /** Whether it is served at all. */
        @WithDefault("true")
        boolean enabled();

        /** The address that it listens on. */
        @WithDefault("0.0.0.0")
        String host();

        /** The port that it listens on; 0 takes a free one. */
        @WithDefault("9443")
        int port();

        /** The name of the ValidatingWebhookConfiguration and of the MutatingWebhookConfiguration. */
        @WithDefault("pointsman")
        String configurationName();
    }

    /** The certificate of the webhook server. */
    interface Certificates {
        /** The Secret in Pointsman's own namespace that holds the CA. */
        @WithDefault("pointsman-webhook-ca")
        String secret();

        /** The DNS names and addresses that the API server may call the webhook server by. */
        @WithDefault("pointsman.${pointsman.namespace}.svc")
        List<String> hosts();
    }

    /** Leader election among the replicas: only the leader moves operations on. */
    interface Leader {
        /** Off: this process is always the leader, which is right for one that runs alone. */
        @WithDefault("true")
        boolean enabled();

        /** The Lease in Pointsman's own namespace. */
        @WithDefault("pointsman-leader")
        String leaseName();

        /** How long the others wait for a leader that is silent. */
        @WithDefault("15s")
        Duration duration();

        /** How long a leader tries to renew before it gives up. */
        @WithDefault("10s")
        Duration renewDeadline();

        /** How long between two tries. */
        @WithDefault("2s")
        Duration retryPeriod();
    }

    /** The HTTP control API. */
    interface Control {
        /** The audiences that a caller's token must be meant for, one of them; none: those of the API server. */
        Optional<List<String>> audiences();

        /** How many event streams one process serves at once. */
        @WithDefault("100")
        int maxEventStreams();
    }
}
