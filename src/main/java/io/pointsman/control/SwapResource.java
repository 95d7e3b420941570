package io.pointsman.control;

import io.pointsman.operation.Targets;
import io.pointsman.operation.swap.SwapSpec;
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

/** Swaps a Service from one color to the other. */
@Path("/api/v1/namespaces/{namespace}/services/{name}/swap")
@Tag(name = "Swap")
@RunOnVirtualThread
@APIResponse(
        responseCode = "default",
        description = "What went wrong.",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
class SwapResource {
    private final Intake intake;
    private final Targets targets;

    SwapResource(Intake intake, Targets targets) {
        this.intake = intake;
        this.targets = targets;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "swapService",
            summary = "Swap a Service from one color to the other",
            description =
                    "Makes a BlueGreenSwap and answers at once; follow it at its Location. With an Idempotency-Key a"
                            + " retry finds the same operation. Needs the rights to create bluegreenswaps and to patch the Service.")
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
                            schema = @Schema(implementation = SwapRequest.class)))
    @APIResponse(
            responseCode = "202",
            description = "The operation was made, or is on its way already.",
            headers = @Header(name = "Location", schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = OperationView.class)))
    @APIResponse(
            responseCode = "200",
            description = "The operation of this Idempotency-Key, which has ended; or, on a dry run, the plan.",
            content = @Content(schema = @Schema(oneOf = {OperationView.class, Plan.class})))
    public Response swap(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @Context HttpHeaders headers,
            @Context UriInfo uri,
            InputStream body) {
        return intake.take(
                Target.swapOf(namespace, name),
                Intake.Http.of(headers, uri.getQueryParameters(), body),
                new Intake.Kind<>(
                        SwapRequest.class,
                        SwapSpec.class,
                        request -> Optional.ofNullable(request.reason()),
                        request -> look(namespace, name, request)));
    }

    private Intake.Look<SwapSpec> look(String namespace, String service, SwapRequest request) {
        var found = targets.service(namespace, service, Optional.ofNullable(request.colorLabel()));
        return switch (SwapDecision.of(namespace, service, request, found)) {
            case SwapDecision.Go go -> new Intake.Look<>(request.spec(service, go.to()), spec -> SwapPlan.of(go, spec));
            case SwapDecision.No(Problem problem) -> throw new ProblemException(problem);
        };
    }
}
