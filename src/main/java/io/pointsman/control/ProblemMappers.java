package io.pointsman.control;

import io.pointsman.operation.ClusterUnavailableException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Whatever ends a call early is answered as a problem, and never with a stack trace. */
@Singleton
class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private final ProblemResponses responses;

    ProblemMappers(ProblemResponses responses) {
        this.responses = responses;
    }

    @ServerExceptionMapper
    Response problem(ProblemException e) {
        return responses.of(e.problem());
    }

    @ServerExceptionMapper
    Response unavailable(ClusterUnavailableException e) {
        return responses.of(Problem.unavailable(Sentence.of(e.getMessage() + "; try again in a few seconds")));
    }

    @ServerExceptionMapper
    Response http(WebApplicationException e, @Context UriInfo uri, @Context Request request) {
        int status = e.getResponse().getStatus();
        if (status >= 500) {
            return failed(e);
        }
        Response answer = responses.of(Problem.http(status, request.getMethod(), uri.getPath()));
        return status == 405
                ? Response.fromResponse(answer)
                        .header(HttpHeaders.ALLOW, allowed(uri.getPath()))
                        .build()
                : answer;
    }

    /** What is asked for is posted, what is there is got. */
    private static String allowed(String path) {
        return path.contains("/operations") ? "GET, HEAD" : "POST";
    }

    @ServerExceptionMapper
    Response failed(Throwable e) {
        String id = UUID.randomUUID().toString();
        LOG.errorf(e, "a call to the control API failed, id=%s", id);
        return responses.of(Problem.internal(id));
    }
}
