package io.pointsman.control;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** Paths that no resource serves are answered as problems, too. */
@Singleton
class UnroutedProblems {
    private static final List<Integer> STATUSES = List.of(400, 404, 405, 406, 413, 415);

    private final ProblemResponses responses;

    UnroutedProblems(ProblemResponses responses) {
        this.responses = responses;
    }

    void install(@Observes Router router) {
        STATUSES.forEach(status -> router.errorHandler(status, context -> answer(context, status)));
    }

    private void answer(RoutingContext context, int status) {
        if (context.response().ended() || context.response().headWritten()) {
            return;
        }
        Problem problem = Problem.http(
                status, context.request().method().name(), context.request().path());
        ProblemResponses.headers(status).forEach(context.response()::putHeader);
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .end(responses.body(problem));
    }
}
