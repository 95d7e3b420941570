package io.pointsman.kubernetes.admission;

import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the webhooks are served and the cluster has been seen whole. */
@Readiness
@Singleton
final class AdmissionReadiness implements HealthCheck {
    private final AdmissionRuntime runtime;

    AdmissionReadiness(AdmissionRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public HealthCheckResponse call() {
        List<String> lacking = runtime.lacking();
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("admission").status(lacking.isEmpty());
        return lacking.isEmpty()
                ? response.build()
                : response.withData("lacking", String.join("; ", lacking)).build();
    }
}
