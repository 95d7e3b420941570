package io.pointsman.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {
    private static SwapRequest read(byte[] body) {
        return RequestBody.read(new ByteArrayInputStream(body), SwapRequest.class);
    }

    private static SwapRequest read(String body) {
        return read(body.getBytes(StandardCharsets.UTF_8));
    }

    private static Problem problem(String body) {
        return catchThrowableOfType(ProblemException.class, () -> read(body)).problem();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \r\n\t", "{}"})
    void nothingAsksForTheDefaults(String body) {
        assertThat(read(body)).isEqualTo(new SwapRequest(null, null, null, null, null, null, null));
    }

    @Test
    void everyFieldIsRead() {
        SwapRequest request = read("""
                {"to": "green", "from": "blue", "colorLabel": "color", "strategy": "Atomic",
                 "prepare": {"timeout": "5m"}, "verification": {"timeout": "10s"}, "reason": "release 2"}
                """);

        assertThat(request.spec("web", "green").prepareTimeout()).isEqualTo(java.time.Duration.ofMinutes(5));
        assertThat(request.spec("web", "green").services()).containsExactly("web");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"too": "green"}                 | too             | is unknown: the fields here are colorLabel, from, prepare, reason, strategy, to, verification
            {"prepare": {"timeoutt": "1s"}}  | prepare.timeoutt | is unknown: the fields here are timeout
            {"to": 3}                        | to              | must be a string
            {"to": true}                     | to              | must be a string
            {"to": {}}                       | to              | must be a string
            {"to": ["green"]}                | to              | must be a string
            {"prepare": "5m"}                | prepare         | must be an object
            {"prepare": []}                  | prepare         | must be an object
            {"prepare": {"timeout": 5}}      | prepare.timeout | must be a string
            {"strategy": "Overlap"}          | strategy        | must be Atomic
            {"strategy": 0}                  | strategy        | must be Atomic
            {"strategy": ""}                 | strategy        | must be Atomic
            """)
    void aWrongFieldIsNamed(String body, String field, String message) {
        Problem problem = problem(body);

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.causes()).containsExactly(new Problem.FieldError(field, message));
        assertThat(problem.detail()).contains(field + " " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{} {}", "3", "\"green\"", "null", "true"})
    void onlyAnObjectIsABody(String body) {
        assertThat(problem(body).detail()).isEqualTo("The body must be a JSON object, or empty.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"to\": }", "{\"to\": \"a\", \"to\": \"b\"}", "to=green"})
    void whatIsNotJsonIsSaidToBeNone(String body) {
        assertThat(problem(body).detail()).startsWith("The body is not valid JSON");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        byte[] body = {'{', '"', 't', 'o', '"', ':', '"', (byte) 0xff, (byte) 0xfe, '"', '}'};

        Problem problem =
                catchThrowableOfType(ProblemException.class, () -> read(body)).problem();

        assertThat(problem.status()).isEqualTo(400);
    }

    @Test
    void aBodyIsBounded() {
        byte[] body = " ".repeat(RequestBody.MOST_BYTES + 1).getBytes(StandardCharsets.US_ASCII);

        Problem problem =
                catchThrowableOfType(ProblemException.class, () -> read(body)).problem();

        assertThat(problem.status()).isEqualTo(413);
        assertThat(read(" ".repeat(RequestBody.MOST_BYTES))).isNotNull();
    }

    @Test
    void theFingerprintKnowsNoSpaceAndNoOrder() {
        String one = RequestBody.fingerprint(read("{\"to\":\"green\",\"from\":\"blue\"}"));

        assertThat(RequestBody.fingerprint(read("{ \"from\": \"blue\",\n \"to\": \"green\" }")))
                .isEqualTo(one);
        assertThat(RequestBody.fingerprint(read("{\"to\":\"green\"}"))).isNotEqualTo(one);
    }
}
