package io.pointsman.operation.pace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.pointsman.operation.GoDuration;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How fast, with nothing left open.
 *
 * @param batchSize a number of pods, or a percentage such as {@code "25%"}
 * @param settle how long new pods must stay ready
 * @param timeout how long they may take to become ready
 */
record Pacing(JsonNode batchSize, Duration settle, Duration timeout) {
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    /** What was asked for, completed by its preset. */
    static Pacing of(PaceSpec.@Nullable Pace asked) {
        String preset = asked == null || asked.preset() == null ? "standard" : asked.preset();
        Pacing base = switch (preset) {
            case "careful" -> new Pacing(IntNode.valueOf(1), Duration.ofSeconds(60), TIMEOUT);
            case "fast" -> new Pacing(TextNode.valueOf("50%"), Duration.ZERO, TIMEOUT);
            default -> new Pacing(TextNode.valueOf("25%"), Duration.ofSeconds(10), TIMEOUT);
        };
        if (asked == null) {
            return base;
        }
        return new Pacing(
                asked.batchSize() == null || asked.batchSize().isNull() ? base.batchSize : asked.batchSize(),
                asked.settle() == null ? base.settle : GoDuration.parse(asked.settle()),
                asked.timeout() == null ? base.timeout : GoDuration.parse(asked.timeout()));
    }

    /** Pods per batch: a percentage is rounded up; at least one, at most all. */
    int batch(int replicas) {
        long size;
        if (batchSize.isTextual()) {
            long percent = Long.parseLong(batchSize.textValue().replace("%", ""));
            size = (percent * replicas + 99) / 100;
        } else {
            size = batchSize.asInt(1);
        }
        return (int) Math.max(1, Math.min(replicas, size));
    }

    /** Settling is counted in whole seconds, like minReadySeconds, at least one, and at least the workload's own. */
    int settleSeconds(Reins was) {
        int own = was.minReadySeconds() == null ? 0 : was.minReadySeconds();
        int asked = (int) ((settle.toMillis() + 999) / 1000);
        return Math.max(1, Math.max(own, asked));
    }
}
