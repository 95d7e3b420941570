package io.pointsman.kubernetes;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.pointsman.operation.ObjectRef;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Writes Kubernetes events, as {@code kubectl describe} shows them. Events tell, they never hold up the work: they are
 * written in the background, in order, and one that cannot be written is logged.
 */
@ApplicationScoped
public class EventRecorder {
    private static final Logger LOG = Logger.getLogger(EventRecorder.class);
    private static final int MOST_WAITING = 1_000;
    private static final int LONGEST_NOTE = 1_024;

    private final KubernetesClient client;
    private final Clock clock;
    private final ThreadPoolExecutor writer = new ThreadPoolExecutor(
            1,
            1,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofVirtual().name("events-", 0).factory(),
            (event, pool) -> LOG.warn("too many events are waiting to be written; one was dropped"));

    EventRecorder(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
        writer.allowCoreThreadTimeOut(true);
    }

    /**
     * Tells about {@code about}.
     *
     * @param apiVersion of the object's kind, such as {@code apps/v1}
     * @param warning whether a person should look at it
     * @param reason one CamelCase word
     */
    public void tell(ObjectRef about, String apiVersion, boolean warning, String reason, String message) {
        String type = warning ? "Warning" : "Normal";
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        HasMetadata event = new EventBuilder()
                .withNewMetadata()
                .withGenerateName(about.name() + ".")
                .withNamespace(about.namespace())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(apiVersion)
                .withKind(about.kind())
                .withNamespace(about.namespace())
                .withName(about.name())
                .withUid(about.uid())
                .endInvolvedObject()
                .withType(type)
                .withReason(reason)
                .withMessage(message.length() <= LONGEST_NOTE ? message : message.substring(0, LONGEST_NOTE))
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .withNewSource()
                .withComponent("pointsman")
                .endSource()
                .withReportingComponent("pointsman.io/pointsman")
                .build();
        writer.execute(() -> write(event, about));
    }

    private void write(HasMetadata event, ObjectRef about) {
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            LOG.warnf(
                    "an event about %s in namespace %s could not be written: %s",
                    about.shown(), about.namespace(), Writes.sentence(e));
        }
    }

    void stop(@Observes ShutdownEvent shutdown) throws InterruptedException {
        writer.shutdown();
        if (!writer.awaitTermination(2, TimeUnit.SECONDS)) {
            LOG.warn("some events could not be written before the end");
        }
    }
}
