package io.pointsman.control;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a body strictly: an unknown field or a wrong type is named, never dropped or bent. No body is an empty object. */
final class RequestBody {
    static final int MOST_BYTES = 1 << 20;

    private static final byte[] EMPTY_OBJECT = {'{', '}'};
    private static final JsonMapper STRICT = strict();

    private RequestBody() {}

    private static JsonMapper strict() {
        JsonMapper.Builder builder = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        for (LogicalType type : List.of(LogicalType.Textual, LogicalType.Enum, LogicalType.POJO)) {
            builder.withCoercionConfig(
                    type,
                    c -> Stream.of(CoercionInputShape.values())
                            .filter(shape -> bent(type, shape))
                            .forEach(shape -> c.setCoercion(shape, CoercionAction.Fail)));
        }
        return builder.build();
    }

    private static boolean bent(LogicalType type, CoercionInputShape shape) {
        return switch (shape) {
            case Integer, Float, Boolean, EmptyArray, Array -> true;
            case EmptyString, String -> type != LogicalType.Textual;
            case Object -> false;
            default -> false;
        };
    }

    static <T> T read(InputStream body, Class<T> type) {
        byte[] bytes = bytes(body);
        try {
            T read = STRICT.readValue(isBlank(bytes) ? EMPTY_OBJECT : bytes, type);
            if (read == null) {
                throw new ProblemException(Problem.badRequest("The body must be a JSON object, or empty."));
            }
            return read;
        } catch (UnrecognizedPropertyException e) {
            String known = Objects.requireNonNullElse(e.getKnownPropertyIds(), List.of()).stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
            throw wrong("The body has an unknown field", path(e), "is unknown: the fields here are " + known);
        } catch (MismatchedInputException e) {
            throw path(e).isEmpty()
                    ? new ProblemException(Problem.badRequest("The body must be a JSON object, or empty."))
                    : wrong("The body has a wrong value", path(e), "must be " + wanted(e.getTargetType()));
        } catch (JsonMappingException e) {
            throw new ProblemException(Problem.badRequest("The body cannot be read: " + e.getOriginalMessage()));
        } catch (JacksonException e) {
            throw new ProblemException(Problem.badRequest(
                    "The body is not valid JSON, at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + "."));
        } catch (IOException e) {
            throw new ProblemException(Problem.badRequest("The body is not valid JSON in UTF-8."));
        }
    }

    /** The same for the same request, however its JSON was written. */
    static String fingerprint(Object request) {
        try {
            return HexFormat.of().formatHex(OperationNames.sha256(STRICT.writeValueAsString(request)));
        } catch (JacksonException e) {
            throw new IllegalStateException("what was read can be written", e);
        }
    }

    private static byte[] bytes(InputStream body) {
        try {
            byte[] read = body.readNBytes(MOST_BYTES + 1);
            if (read.length > MOST_BYTES) {
                throw new ProblemException(Problem.http(413, "", ""));
            }
            return read;
        } catch (IOException e) {
            throw new ProblemException(Problem.badRequest("The body broke off before its end."));
        }
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    private static ProblemException wrong(String what, String field, String message) {
        return new ProblemException(Problem.badRequest(what + ": " + field + " " + message + ".")
                .with(List.of(new Problem.FieldError(field, message))));
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static String wanted(@Nullable Class<?> type) {
        if (type != null && type.isEnum()) {
            return Stream.of(type.getEnumConstants()).map(String::valueOf).collect(Collectors.joining(" or "));
        }
        return type == String.class ? "a string" : "an object";
    }
}
