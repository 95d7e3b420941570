package io.pointsman.admission;

import io.pointsman.admission.Admission.Webhook;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP edge of the webhooks: collects a body of at most {@value #MOST_BYTES} bytes, has it read and answered on a
 * virtual thread, and answers by itself when the time is over. What is no AdmissionReview gets a status and one sentence.
 */
final class WebhookRequests implements Handler<HttpServerRequest> {
    static final int MOST_BYTES = 7 * 1024 * 1024;
    private static final String TOO_LARGE_SENTENCE = "The body must not be larger than 7 MiB.";
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_LARGE = 413;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;

    private final Vertx vertx;
    private final Admission admission;
    private final Executor workers;
    private final Duration deadline;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean draining;

    WebhookRequests(Vertx vertx, Admission admission, Executor workers, Duration deadline) {
        this.vertx = vertx;
        this.admission = admission;
        this.workers = workers;
        this.deadline = deadline;
    }

    @Override
    public void handle(HttpServerRequest request) {
        Webhook webhook = switch (request.path()) {
            case "/validate" -> Webhook.VALIDATE;
            case "/mutate" -> Webhook.MUTATE;
            case null, default -> null;
        };
        if (webhook == null) {
            refuse(request, NOT_FOUND, "There is nothing here: the webhooks are at /validate and /mutate.");
        } else if (!request.method().equals(HttpMethod.POST)) {
            request.response().putHeader(HttpHeaders.ALLOW, "POST");
            refuse(request, METHOD_NOT_ALLOWED, "An AdmissionReview is sent with POST.");
        } else if (!isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            refuse(request, UNSUPPORTED_MEDIA_TYPE, "The Content-Type must be application/json.");
        } else if (announced(request) > MOST_BYTES) {
            refuse(request, TOO_LARGE, TOO_LARGE_SENTENCE);
        } else {
            new Exchange(request, webhook).collect();
        }
    }

    /** One request from its first byte to its answer. All fields but the review belong to the request's event loop. */
    private final class Exchange {
        private final HttpServerRequest request;
        private final Webhook webhook;
        private final Context context = vertx.getOrCreateContext();
        private final long arrived = System.nanoTime();
        private final Buffer body = Buffer.buffer();
        private final long timer;
        private boolean ended;
        private volatile @Nullable Review review;

        Exchange(HttpServerRequest request, Webhook webhook) {
            this.request = request;
            this.webhook = webhook;
            this.timer = vertx.setTimer(
                    Timeouts.budget(request.getParam("timeout"), deadline).toMillis(), id -> timeIsOver());
            underWay.incrementAndGet();
        }

        void collect() {
            request.exceptionHandler(e -> end());
            request.response().exceptionHandler(e -> end()).closeHandler(closed -> end());
            request.handler(chunk -> {
                if (ended) {
                    return;
                }
                if (body.length() + chunk.length() > MOST_BYTES) {
                    refuseAndEnd(TOO_LARGE, TOO_LARGE_SENTENCE);
                } else {
                    body.appendBuffer(chunk);
                }
            });
            request.endHandler(end -> {
                if (!ended) {
                    byte[] bytes = body.getBytes();
                    workers.execute(() -> work(bytes));
                }
            });
        }

        /** On a virtual thread. */
        private void work(byte[] bytes) {
            long started = System.nanoTime();
            try {
                Review read = admission.read(bytes);
                review = read;
                byte[] answer = admission.answer(webhook, read, started);
                context.runOnContext(v -> send(answer));
            } catch (ReviewReader.Unreadable e) {
                context.runOnContext(v -> refuseAndEnd(BAD_REQUEST, e.sentence()));
            }
        }

        private void timeIsOver() {
            Review read = review;
            if (!ended && read != null) {
                send(admission.late(read, arrived));
            } else if (!ended) {
                refuseAndEnd(REQUEST_TIMEOUT, "The body did not arrive in time.");
            }
        }

        private void send(byte[] answer) {
            if (!ended) {
                end();
                if (!request.response().closed()) {
                    leave(request);
                    request.response()
                            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                            .end(Buffer.buffer(answer));
                }
            }
        }

        private void refuseAndEnd(int status, String sentence) {
            if (!ended) {
                end();
                refuse(request, status, sentence);
            }
        }

        private void end() {
            if (!ended) {
                ended = true;
                vertx.cancelTimer(timer);
                underWay.decrementAndGet();
            }
        }
    }

    /** From now on tells clients to go elsewhere, and waits until what has been asked is answered. */
    void drain(Duration patience) {
        draining = true;
        long end = System.nanoTime() + patience.toNanos();
        while (underWay.get() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private void leave(HttpServerRequest request) {
        if (draining) {
            if (request.version() == HttpVersion.HTTP_2) {
                request.connection().shutdown(deadline.toMillis());
            } else {
                request.response().putHeader(HttpHeaders.CONNECTION, "close");
            }
        }
    }

    private void refuse(HttpServerRequest request, int status, String sentence) {
        admission.metrics().refused(status);
        if (request.response().closed() || request.response().ended()) {
            return;
        }
        if (request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader(HttpHeaders.CONNECTION, "close"); // the rest of the body is not read
        }
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(sentence + "\n");
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
