package io.pointsman.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The audit trail as one JSON object per line, on the log category {@code pointsman.audit}. */
@ApplicationScoped
class JsonAuditLog implements AuditLog {
    private static final Logger AUDIT = Logger.getLogger("pointsman.audit");

    private final ObjectMapper json;

    JsonAuditLog(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public void record(AuditRecord action) {
        ObjectNode line = json.createObjectNode();
        line.put("time", action.time().toString());
        line.put("who", action.who());
        line.put("action", action.action());
        line.put("object", action.object());
        putIfKnown(line, "reason", action.reason());
        putIfKnown(line, "operation", action.operation());
        putIfKnown(line, "before", action.before());
        putIfKnown(line, "after", action.after());
        line.put("outcome", action.outcome());
        try {
            AUDIT.info(json.writeValueAsString(line));
        } catch (JsonProcessingException e) {
            AUDIT.errorf(e, "an action by %s on %s could not be written as JSON", action.who(), action.object());
        }
    }

    private static void putIfKnown(ObjectNode line, String field, @Nullable String value) {
        if (value != null) {
            line.put(field, value);
        }
    }
}
