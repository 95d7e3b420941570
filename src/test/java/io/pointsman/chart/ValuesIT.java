package io.pointsman.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pointsman.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The values that the chart takes, and how it refuses the others. */
class ValuesIT {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    replicas=2                                  | '': additional properties 'replicas' not allowed
                    replicaCount=0                              | '/replicaCount': minimum: got 0, want 1
                    replicaCount="two"                          | '/replicaCount': got string, want integer
                    image.name="x"                              | '/image': additional properties 'name' not allowed
                    image.tag="a b"                             | '/image/tag': 'a b' does not match pattern
                    image.digest="sha256:12"                    | '/image/digest': 'sha256:12' does not match pattern
                    image.pullPolicy="Sometimes"                | '/image/pullPolicy': value must be one of 'Always', 'IfNotPresent', 'Never'
                    fullnameOverride="Points"                   | '/fullnameOverride': 'Points' does not match pattern
                    podLabels={"a":1}                           | '/podLabels/a': got number, want string
                    extraEnv=[{"value":"x"}]                    | '/extraEnv/0': missing property 'name'
                    logLevel="LOUD"                             | '/logLevel': value must be one of
                    resources.cpu=1                             | '/resources': additional properties 'cpu' not allowed
                    securityContext.runAsUser=0                 | '/securityContext/runAsUser': minimum: got 0, want 1
                    probes.readiness.periodSeconds=0            | '/probes/readiness/periodSeconds': minimum: got 0, want 1
                    preStopSeconds=0                            | '/preStopSeconds': minimum: got 0, want 1
                    tolerations=[{"taint":"x"}]                 | '/tolerations/0': additional properties 'taint' not allowed
                    affinity.podAfinity={}                      | '/affinity': additional properties 'podAfinity' not allowed
                    networkPolicy.from=[{}]                     | '/networkPolicy/from/0': minProperties: got 0, want 1
                    networkPolicy.apiServerPorts=[]             | '/networkPolicy/apiServerPorts': minItems: got 0, want 1
                    crds.keep="yes"                             | '/crds/keep': got string, want boolean
                    webhook.url="http://127.0.0.1:9443"         | '/webhook/url': 'http://127.0.0.1:9443' does not match pattern
                    webhook.failurePolicy="ignore"              | '/webhook/failurePolicy': value must be one of 'Ignore', 'Fail'
                    webhook.timeoutSeconds=31                   | '/webhook/timeoutSeconds': maximum: got 31, want 30
                    webhook.excludedNamespaces=["a","a"]        | '/webhook/excludedNamespaces': items at 0 and 1 are equal
                    """)
    void aWrongValueIsRefusedByName(String setting, String sentence) {
        // When
        String refusal = Chart.refusal(setting);

        // Then
        assertThat(refusal).contains(sentence);
    }

    @Test
    void aGraceTooShortForItsDrainIsRefused() {
        // When
        String refusal = Chart.refusal("preStopSeconds=30");

        // Then
        assertThat(refusal).contains("preStopSeconds (30) must be less than terminationGracePeriodSeconds (30)");
    }

    @Test
    void everyValueIsInTheSchemaAndEveryPropertyOfTheSchemaHasADefault() throws IOException {
        // Given
        JsonNode values = Chart.documents(Files.readString(Chart.HOME.resolve("values.yaml")))
                .getFirst();
        JsonNode schema = Chart.documents(Files.readString(Chart.HOME.resolve("values.schema.json")))
                .getFirst();

        // When
        List<String> documented = names(values, schema);

        // Then
        assertThat(documented).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("ciValues")
    void valuesThatPeopleUseLintAndRender(Path file) {
        // When
        Program.Outcome lint =
                Chart.offline().run("lint", "--strict", Chart.HOME.toString(), "--values", file.toString());
        Program.Outcome template =
                Chart.offline().run("template", "pointsman", Chart.HOME.toString(), "--values", file.toString());

        // Then
        assertThat(lint.orFail()).contains("0 chart(s) failed");
        assertThat(Chart.documents(template.orFail())).isNotEmpty();
    }

    static Stream<Path> ciValues() throws IOException {
        try (var files = Files.list(Chart.HOME.resolve("ci"))) {
            return files.sorted().toList().stream();
        }
    }

    /** Checks that both sides have the same names, as deep as the schema says which there are. */
    private static List<String> names(JsonNode values, JsonNode schema) {
        List<String> inSchema = schema.path("properties").properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !name.equals("global"))
                .toList();
        List<String> inValues =
                values.properties().stream().map(Map.Entry::getKey).toList();
        assertThat(inValues).containsExactlyInAnyOrderElementsOf(inSchema);
        for (String name : inValues) {
            JsonNode below = schema.path("properties").path(name);
            if (below.has("properties") && !values.path(name).isEmpty()) {
                names(values.path(name), below);
            }
        }
        return inValues;
    }
}
