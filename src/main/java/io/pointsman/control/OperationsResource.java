package io.pointsman.control;

import io.pointsman.operation.OperationKind;
import io.pointsman.operation.Operations;
import io.pointsman.security.Access.Attempt;
import io.pointsman.security.Subject;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows operations, whoever made them and however. */
@Path("/api/v1/namespaces/{namespace}/operations")
@Tag(name = "Operations")
@RunOnVirtualThread
@APIResponse(
        responseCode = "default",
        description = "What went wrong.",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
class OperationsResource {
    private final CurrentCaller caller;
    private final Authorization authorization;
    private final Operations operations;
    private final EventStreams streams;

    OperationsResource(CurrentCaller caller, Authorization authorization, Operations operations, EventStreams streams) {
        this.caller = caller;
        this.authorization = authorization;
        this.operations = operations;
        this.streams = streams;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listOperations",
            summary = "List the operations of a namespace, the oldest first",
            description = "Needs the right to list bluegreenswaps and pacedrollouts, or the one that kind names.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = OperationView.Page.class)))
    public OperationView.Page list(
            @PathParam("namespace") String namespace,
            @Parameter(
                            description = "Only this kind.",
                            schema = @Schema(enumeration = {"BlueGreenSwap", "PacedRollout"}))
                    @QueryParam("kind")
                    @Nullable
                    String kind) {
        Names.checkNamespace(namespace);
        List<OperationKind> kinds = kinds(kind);
        Subject who = caller.subject();
        kinds.forEach(k ->
                authorization.require(who, new Attempt("list", OperationKind.GROUP, k.plural(), "", namespace, "")));
        return new OperationView.Page(kinds.stream()
                .flatMap(k -> operations.list(k, namespace).stream())
                .map(OperationView::of)
                .sorted(Comparator.comparing(OperationView::createdAt).thenComparing(OperationView::id))
                .toList());
    }

    @GET
    @Path("/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getOperation",
            summary = "Show an operation",
            description = "Needs the right to get it, as bluegreenswaps or pacedrollouts.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = OperationView.class)))
    public OperationView get(
            @PathParam("namespace") String namespace,
            @PathParam("id") String id,
            @Parameter(
                            description = "Needed only where two operations have this name.",
                            schema = @Schema(enumeration = {"BlueGreenSwap", "PacedRollout"}))
                    @QueryParam("kind")
                    @Nullable
                    String kind) {
        return OperationView.of(find(namespace, id, kind));
    }

    @GET
    @Path("/{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "followOperation",
            summary = "Follow an operation",
            description = "A stream of server-sent events: \"status\" now and whenever it changes, \"finished\" or"
                    + " \"deleted\" as the last one; each carries the whole operation. A stream that ends without"
                    + " either can be opened again. Needs the right to get the operation.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = OperationView.class)))
    public void events(
            @PathParam("namespace") String namespace,
            @PathParam("id") String id,
            @QueryParam("kind") @Nullable String kind,
            @Context SseEventSink sink,
            @Context Sse sse) {
        streams.follow(find(namespace, id, kind), sink, sse);
    }

    private io.pointsman.operation.Operation find(String namespace, String id, @Nullable String kind) {
        Names.check(namespace, "operation", id);
        Subject who = caller.subject();
        List<OperationKind> asked = kinds(kind);
        List<OperationKind> allowed = new ArrayList<>();
        List<Problem> refusals = new ArrayList<>();
        for (OperationKind k : asked) {
            authorization
                    .refusal(who, new Attempt("get", OperationKind.GROUP, k.plural(), "", namespace, id))
                    .ifPresentOrElse(refusals::add, () -> allowed.add(k));
        }
        if (allowed.isEmpty()) {
            throw new ProblemException(refusals.getFirst());
        }
        List<io.pointsman.operation.Operation> found = allowed.stream()
                .map(k -> operations.find(k, namespace, id))
                .flatMap(Optional::stream)
                .toList();
        if (found.size() > 1) {
            throw new ProblemException(Problem.ambiguous("There are a BlueGreenSwap and a PacedRollout named \"" + id
                    + "\" in namespace \"" + namespace + "\": add ?kind=BlueGreenSwap or ?kind=PacedRollout."));
        }
        if (found.isEmpty()) {
            throw new ProblemException(Problem.notFound("There is no "
                    + allowed.stream().map(OperationKind::name).collect(Collectors.joining(" or ")) + " \"" + id
                    + "\" in namespace \"" + namespace + "\"."));
        }
        return found.getFirst();
    }

    private static List<OperationKind> kinds(@Nullable String kind) {
        if (kind == null) {
            return List.of(OperationKind.values());
        }
        for (OperationKind each : OperationKind.values()) {
            if (each.name().equals(kind)) {
                return List.of(each);
            }
        }
        throw new ProblemException(
                Problem.badRequest("The query parameter kind must be BlueGreenSwap or PacedRollout."));
    }
}
