package io.pointsman.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.ConfigValidationException;
import org.junit.jupiter.api.Test;

class StartFailureTest {
    @Test
    void ourOwnRefusalIsFoundUnderWhateverWrapsIt() {
        Throwable thrown = new RuntimeException("Failed to start quarkus", new StartRefusedException("no."));

        assertThat(StartFailure.sentence(thrown)).contains("no.");
    }

    @Test
    void aPortInUseIsNamedWithItsSetting() {
        assertThat(StartFailure.sentence(
                        new QuarkusBindException("0.0.0.0", 8080, new java.net.BindException("in use"))))
                .hasValueSatisfying(s -> assertThat(s).contains("port 8080", "quarkus.http.port"));
    }

    @Test
    void aWrongValueIsNamedWithItsSetting() {
        Throwable thrown = new ConfigValidationException(new ConfigValidationException.Problem[] {
            new ConfigValidationException.Problem(
                    "SRCFG00039: The config property pointsman.webhook.port with the config"
                            + " value \"abc\" threw an Exception whilst being converted SRCFG00029: Expected an integer value, got"
                            + " \"abc\"")
        });

        assertThat(StartFailure.sentence(thrown))
                .contains(
                        "the setting pointsman.webhook.port has the value \"abc\", which is wrong: Expected an integer"
                                + " value, got \"abc\"");
    }

    @Test
    void aSettingThatIsNoneIsNamed() {
        Throwable thrown = new ConfigValidationException(new ConfigValidationException.Problem[] {
            new ConfigValidationException.Problem(
                    "SRCFG00050: pointsman.webhok.port in SysPropConfigSource does not map to any root")
        });

        assertThat(StartFailure.sentence(thrown)).contains("there is no setting pointsman.webhok.port");
    }

    @Test
    void aFaultOfOursHasNoSentence() {
        assertThat(StartFailure.sentence(new IllegalStateException("bug"))).isEmpty();
    }
}
