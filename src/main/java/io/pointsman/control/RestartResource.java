package io.pointsman.control;

import io.pointsman.operation.DeploymentView;
import io.pointsman.operation.Targets;
import io.pointsman.operation.pace.PaceSpec;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Restarts a Deployment batch by batch. */
@Path("/api/v1/namespaces/{namespace}/deployments/{name}/restart")
@Tag(name = "Restart")
@RunOnVirtualThread
@APIResponse(
        responseCode = "default",
        description = "What went wrong.",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
class RestartResource {
    private final Intake intake;
    private final Targets targets;

    RestartResource(Intake intake, Targets targets) {
        this.intake = intake;
        this.targets = targets;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "restartDeployment",
            summary = "Restart a Deployment batch by batch",
            description =
                    "Makes a PacedRollout and answers at once; follow it at its Location. With an Idempotency-Key a"
                            + " retry finds the same operation. Needs the rights to create pacedrollouts and to patch the Deployment.")
    @Parameter(
            name = "Idempotency-Key",
            in = ParameterIn.HEADER,
            description = "1 to 255 visible ASCII characters, such as the id of a pipeline's run.",
            schema = @Schema(type = SchemaType.STRING, maxLength = 255))
    @Parameter(
            name = "dryRun",
            in = ParameterIn.QUERY,
            description = "true: answer with the plan, and make nothing.",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RestartRequest.class)))
    @APIResponse(
            responseCode = "202",
            description = "The operation was made, or is on its way already.",
            headers = @Header(name = "Location", schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = OperationView.class)))
    @APIResponse(
            responseCode = "200",
            description = "The operation of this Idempotency-Key, which has ended; or, on a dry run, the plan.",
            content = @Content(schema = @Schema(oneOf = {OperationView.class, Plan.class})))
    public Response restart(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @Context HttpHeaders headers,
            @Context UriInfo uri,
            InputStream body) {
        return intake.take(
                Target.restartOf(namespace, name),
                Intake.Http.of(headers, uri.getQueryParameters(), body),
                new Intake.Kind<>(
                        RestartRequest.class,
                        PaceSpec.class,
                        request -> Optional.ofNullable(request.reason()),
                        request -> look(namespace, name, request)));
    }

    private Intake.Look<PaceSpec> look(String namespace, String name, RestartRequest request) {
        DeploymentView deployment = targets.deployment(namespace, name)
                .orElseThrow(() -> new ProblemException(Problem.notFound(
                        "There is no Deployment \"" + name + "\" in namespace \"" + namespace + "\".")));
        return new Intake.Look<>(request.spec(name), spec -> RestartPlan.of(deployment, spec));
    }
}
