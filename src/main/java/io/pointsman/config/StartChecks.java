package io.pointsman.config;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Looks at the settings before anything else starts, and refuses the start with a sentence. */
@ApplicationScoped
class StartChecks {
    private static final int BEFORE_ALL = 1;

    private final PointsmanConfig config;
    private final int httpPort;

    StartChecks(PointsmanConfig config, @ConfigProperty(name = "quarkus.http.port") int httpPort) {
        this.config = config;
        this.httpPort = httpPort;
    }

    void check(@Observes @Priority(BEFORE_ALL) StartupEvent startup) {
        List<String> problems = Settings.problems(config, httpPort);
        if (!problems.isEmpty()) {
            throw new StartRefusedException(String.join("; ", problems));
        }
        if (config.webhook().enabled()) {
            checkFree(config.webhook());
        }
    }

    private static void checkFree(PointsmanConfig.Webhook webhook) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            InetSocketAddress address = new InetSocketAddress(webhook.host(), webhook.port());
            if (address.isUnresolved()) {
                throw new StartRefusedException("pointsman.webhook.host is \"" + webhook.host()
                        + "\": it must be an address of this machine, or 0.0.0.0 for all of them");
            }
            socket.bind(address);
        } catch (IOException e) {
            throw new StartRefusedException("port " + webhook.port() + " on " + webhook.host()
                    + " cannot be taken for the webhooks (" + e.getMessage()
                    + "): free it, or choose others in pointsman.webhook.port and pointsman.webhook.host");
        }
    }
}
