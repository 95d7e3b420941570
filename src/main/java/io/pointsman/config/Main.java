package io.pointsman.config;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts the service. What is wrong with its setting up is said in sentences; a stack trace is only for our own faults. */
@QuarkusMain
public final class Main {
    private static final Logger LOG = Logger.getLogger("io.pointsman");

    private Main() {}

    public static void main(String... args) {
        Quarkus.run(null, Main::ended, args);
    }

    private static void ended(int code, @Nullable Throwable thrown) {
        if (thrown != null) {
            Optional<String> sentence = StartFailure.sentence(thrown);
            if (sentence.isPresent()) {
                // Not the log: a setting can be so wrong that there is none yet.
                System.err.println("Pointsman cannot start: " + sentence.get() + ".");
            } else {
                LOG.error("Pointsman failed to start", thrown);
            }
        }
        System.exit(code);
    }
}
