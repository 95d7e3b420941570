package io.pointsman.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.pointsman.operation.pace.PaceSpec;
import io.pointsman.operation.pace.PaceStatus;
import io.pointsman.operation.swap.SwapSpec;
import io.pointsman.operation.swap.SwapStatus;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The hand-written schemas say what the Java types say: what one of them lacks, the API server drops without a word. */
class CustomResourceSchemaTest {
    private static final Path CRDS = Path.of("charts/pointsman/files/crds");

    record Case(String file, String part, Class<?> type) {}

    static Stream<Case> types() {
        return Stream.of(
                new Case("bluegreenswaps.yaml", "spec", SwapSpec.class),
                new Case("bluegreenswaps.yaml", "status", SwapStatus.class),
                new Case("pacedrollouts.yaml", "spec", PaceSpec.class),
                new Case("pacedrollouts.yaml", "status", PaceStatus.class));
    }

    @ParameterizedTest
    @MethodSource("types")
    void hasTheFieldsOfTheTypeAndNoOthers(Case type) throws IOException {
        JsonNode schema = new YAMLMapper()
                .readTree(CRDS.resolve(type.file()).toFile())
                .at("/spec/versions/0/schema/openAPIV3Schema/properties/" + type.part());
        List<String> differences = new ArrayList<>();
        compare(type.part(), type.type(), schema, differences);
        assertThat(differences).isEmpty();
    }

    private static void compare(String path, Type type, JsonNode schema, List<String> differences) {
        if (type instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            if (List.class.isAssignableFrom(raw)) {
                compare(path + "[]", generic.getActualTypeArguments()[0], schema.path("items"), differences);
            } else if (Map.class.isAssignableFrom(raw)) {
                compare(
                        path + "{}",
                        generic.getActualTypeArguments()[1],
                        schema.path("additionalProperties"),
                        differences);
            } else {
                differences.add(path + ": " + type + " is not known to this test");
            }
            return;
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isRecord()) {
            record(path, raw, schema, differences);
        } else if (raw.isEnum()) {
            Set<String> constants = Stream.of(raw.getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> allowed = new TreeSet<>();
            schema.path("enum").forEach(v -> allowed.add(v.asText()));
            if (!constants.equals(allowed)) {
                differences.add(path + ": the schema allows " + allowed + ", the type " + constants);
            }
        } else if (raw == JsonNode.class
                && schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            return;
        } else if (!schemaType(raw).equals(shown(schema))) {
            differences.add(path + ": the schema says " + shown(schema) + ", the type " + schemaType(raw));
        }
    }

    private static void record(String path, Class<?> type, JsonNode schema, List<String> differences) {
        Set<String> inSchema = new TreeSet<>();
        schema.path("properties").fieldNames().forEachRemaining(inSchema::add);
        for (RecordComponent component : type.getRecordComponents()) {
            if (inSchema.remove(component.getName())) {
                compare(
                        path + "." + component.getName(),
                        component.getGenericType(),
                        schema.path("properties").path(component.getName()),
                        differences);
            } else {
                differences.add(path + "." + component.getName() + " is not in the schema");
            }
        }
        // A condition is the API machinery's type, which may carry an observedGeneration that we do not write.
        inSchema.removeIf(f -> path.endsWith("conditions[]") && f.equals("observedGeneration"));
        inSchema.forEach(f -> differences.add(path + "." + f + " is in the schema alone"));
    }

    private static String schemaType(Class<?> type) {
        if (type == Instant.class) {
            return "string date-time";
        }
        if (type == String.class) {
            return "string";
        }
        if (type == Integer.class || type == int.class) {
            return "integer int32";
        }
        if (type == Long.class || type == long.class) {
            return "integer int64";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "boolean";
        }
        if (type == JsonNode.class) {
            return "int-or-string";
        }
        return type.getName();
    }

    private static String shown(JsonNode schema) {
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            return "int-or-string";
        }
        String format = schema.path("format").asText();
        return schema.path("type").asText() + (format.isEmpty() ? "" : " " + format);
    }
}
