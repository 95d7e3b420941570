package io.pointsman.control;

import io.pointsman.operation.pace.PaceSpec;
import io.pointsman.operation.swap.SwapSpec;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** What all calls have in common, for OpenAPI; and the types that a native executable reads and writes as JSON. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Pointsman control API",
                        version = "v1",
                        description = "Starts swaps and paced rollouts and shows what becomes of them. Every error is a"
                                + " problem (RFC 9457, application/problem+json) whose type is for programs and whose"
                                + " detail is for people. 503 with Retry-After means that the cluster gives no answer"
                                + " now: the same call, with the same Idempotency-Key, is right to repeat.",
                        license = @License(name = "Apache-2.0")),
        security = @SecurityRequirement(name = "token"))
@SecurityScheme(
        securitySchemeName = "token",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        description = "A token that the Kubernetes API server accepts, such as that of a ServiceAccount.")
@RegisterForReflection(
        targets = {
            SwapSpec.class,
            SwapSpec.Prepare.class,
            SwapSpec.Verification.class,
            PaceSpec.class,
            PaceSpec.Target.class,
            PaceSpec.Pace.class
        })
public class ControlApi extends Application {}
