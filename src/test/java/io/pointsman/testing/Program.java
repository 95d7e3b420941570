package io.pointsman.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A command line tool, run to its end in the project's root. */
public record Program(List<String> command, Map<String, String> environment) {
    /** How it ended. */
    public record Outcome(int code, String out, String err) {
        public boolean succeeded() {
            return code == 0;
        }

        /** Its output; an exit code other than 0 fails the test with what it said. */
        public String orFail() {
            if (!succeeded()) {
                throw new AssertionError("exit code " + code + ": " + err + out);
            }
            return out;
        }
    }

    public Outcome run(String... arguments) {
        return read("", arguments);
    }

    public Outcome read(String input, String... arguments) {
        try {
            Path in = Files.createTempFile("in", null);
            Path out = Files.createTempFile("out", null);
            Path err = Files.createTempFile("err", null);
            try {
                Files.writeString(in, input);
                ProcessBuilder builder = new ProcessBuilder(Stream.concat(command.stream(), Stream.of(arguments))
                                .toList())
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                if (!process.waitFor(2, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    throw new AssertionError(command + " did not end within two minutes");
                }
                return new Outcome(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
            } finally {
                Files.delete(in);
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
