package io.pointsman.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class JsonAuditLogTest {
    @Test
    void anActionIsOneLineWhateverItsReasonHolds() throws Exception {
        List<String> lines = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("pointsman.audit");
        logger.addHandler(handler);
        try {
            new JsonAuditLog(new ObjectMapper())
                    .record(new AuditRecord(
                            Instant.EPOCH,
                            "jane",
                            "swap",
                            "Service/shop/web",
                            "line one\n{\"who\":\"somebody else\"} 100 % %s",
                            null,
                            null,
                            "green",
                            "requested"));
        } finally {
            logger.removeHandler(handler);
        }

        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst()).doesNotContain("\n");
        var read = new ObjectMapper().readTree(lines.getFirst());
        assertThat(read.get("who").asText()).isEqualTo("jane");
        assertThat(read.get("reason").asText()).startsWith("line one\n").endsWith("100 % %s");
        assertThat(read.has("before")).isFalse();
    }
}
