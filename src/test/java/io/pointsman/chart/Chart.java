package io.pointsman.chart;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.pointsman.testing.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The chart, and Helm to render it with: the development cluster's, or the one that {@code HELM} names. */
final class Chart {
    static final Path HOME = Path.of("charts/pointsman");
    static final String NAMESPACE = "pointsman-system";
    private static final YAMLMapper YAML = new YAMLMapper();

    private Chart() {}

    static String helm() {
        return Optional.ofNullable(System.getenv("HELM")).orElseGet(() -> {
            String state = Optional.ofNullable(System.getenv("POINTSMAN_DEVCLUSTER_DIR"))
                    .orElse(".devcluster");
            Path built = Path.of(state, "bin", "helm").toAbsolutePath();
            if (!Files.isExecutable(built)) {
                throw new IllegalStateException("no Helm at " + built + ": run k8s/devcluster/devcluster build");
            }
            return built.toString();
        });
    }

    /** What {@code helm template} makes of the chart with such settings, each as {@code --set-json} takes it. */
    static Rendering render(String... settings) {
        return new Rendering(template(settings).orFail());
    }

    /** What Helm says when it does not accept such settings. */
    static String refusal(String... settings) {
        Program.Outcome outcome = template(settings);
        if (outcome.succeeded()) {
            throw new AssertionError("Helm accepts " + Stream.of(settings).collect(joining(", ")));
        }
        return outcome.err();
    }

    private static Program.Outcome template(String... settings) {
        return offline()
                .run(Stream.concat(
                                Stream.of("template", "pointsman", HOME.toString(), "--namespace", NAMESPACE),
                                Stream.of(settings).flatMap(setting -> Stream.of("--set-json", setting)))
                        .toArray(String[]::new));
    }

    /** Helm, kept away from every cluster. */
    static Program offline() {
        return new Program(List.of(helm()), Map.of("KUBECONFIG", "/dev/null"));
    }

    /** The documents of a YAML text, those without content left out. */
    static List<JsonNode> documents(String yaml) {
        try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            return values.readAll().stream().filter(JsonNode::isObject).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The elements of an array of strings. */
    static List<String> strings(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
