package io.pointsman.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {
    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc.DEF-1_2~3+/4==", "bearer abc.DEF-1_2~3+/4==", "BEARER   abc.DEF-1_2~3+/4=="})
    void aBearerTokenIsTaken(String header) {
        assertThat(Authentication.token(List.of(header))).isEqualTo("abc.DEF-1_2~3+/4==");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic abc", "abc", "Bearer a b", "Bearer a,b", "Bearer ä"})
    void anythingElseIsNot(String header) {
        Problem problem = catchThrowableOfType(ProblemException.class, () -> Authentication.token(List.of(header)))
                .problem();

        assertThat(problem.status()).isEqualTo(401);
        assertThat(problem.detail()).contains("Authorization: Bearer <token>");
    }

    @Test
    void twoHeadersAreNotOneToken() {
        assertThat(catchThrowableOfType(
                                ProblemException.class, () -> Authentication.token(List.of("Bearer a", "Bearer b")))
                        .problem()
                        .status())
                .isEqualTo(401);
    }
}
