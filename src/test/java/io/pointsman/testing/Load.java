package io.pointsman.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Requests at a fixed rate for a fixed time, sent from a node of the real-node cluster, and what became of them. */
public final class Load {
    private static final Duration SLACK = Duration.ofSeconds(30);

    private final Path directory;
    private final Duration duration;
    private final Process process;

    private Load(Path directory, Duration duration, Process process) {
        this.directory = directory;
        this.duration = duration;
        this.process = process;
    }

    static Load start(Path binary, String node, String url, int perSecond, Duration duration) {
        try {
            Path directory =
                    Files.createDirectories(Path.of("target", "traffic")).resolve(node + "-" + System.nanoTime());
            Files.createDirectory(directory);
            Process process = new ProcessBuilder(List.of(
                            "k8s/devcluster/realnode/realnode",
                            "exec",
                            "--name",
                            "test-traffic",
                            "--net",
                            node,
                            binary.toString(),
                            "--url",
                            url,
                            "--rate",
                            String.valueOf(perSecond),
                            "--duration",
                            duration.toMillis() + "ms",
                            "--marks",
                            directory.resolve("marks").toString(),
                            "--json",
                            directory.resolve("report.json").toString(),
                            "--svg",
                            directory.resolve("timeline.svg").toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            return new Load(directory, duration, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes into the timeline what happens now. */
    public void mark(String what) {
        Instant now = Instant.now();
        String line = String.format(Locale.ROOT, "%d.%06d %s%n", now.getEpochSecond(), now.getNano() / 1000, what);
        try {
            Files.writeString(directory.resolve("marks"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on only these versions are right answers. */
    public void expect(String... versions) {
        mark("expect " + String.join(",", versions));
    }

    /** Waits for the end of the time, and says what came back. */
    public Report report() {
        try {
            if (!process.waitFor(duration.plus(SLACK).toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the load generator did not end: " + log());
            }
            if (process.exitValue() != 0) {
                throw new AssertionError("the load generator failed: " + log());
            }
            JsonNode json =
                    new ObjectMapper().readTree(directory.resolve("report.json").toFile());
            return new Report(
                    json.path("requests").asInt(),
                    json.path("lost").asInt(),
                    json.path("late").asInt(),
                    json.path("wrong").asInt(),
                    json.path("pods").size(),
                    json,
                    log() + "timeline: " + directory.resolve("timeline.svg"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    /** What the load generator counted; late means more than a second, wrong a version that was not expected any more. */
    public record Report(int requests, int lost, int late, int wrong, int pods, JsonNode json, String text) {
        /** How many answers came from a version. */
        public int answers(String version) {
            return json.path("versions").path(version).path("answers").asInt();
        }

        public double slowestMillis() {
            return json.path("millis").path("max").asDouble();
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
