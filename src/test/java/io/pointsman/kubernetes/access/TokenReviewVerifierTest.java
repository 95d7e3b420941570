package io.pointsman.kubernetes.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatusBuilder;
import io.pointsman.security.Verification;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenReviewVerifierTest {
    private static TokenReviewStatus jane(String... audiences) {
        return new TokenReviewStatusBuilder()
                .withAuthenticated(true)
                .withAudiences(audiences)
                .withNewUser()
                .withUsername("jane")
                .withGroups("dev")
                .addToExtra("scopes", List.of("a"))
                .endUser()
                .build();
    }

    @Test
    void whomTheApiServerKnowsIsVerified() {
        assertThat(TokenReviewVerifier.judge(jane(), List.of()))
                .asInstanceOf(type(Verification.Verified.class))
                .satisfies(v -> {
                    assertThat(v.subject().username()).isEqualTo("jane");
                    assertThat(v.subject().groups()).containsExactly("dev");
                    assertThat(v.subject().extra()).containsEntry("scopes", List.of("a"));
                });
    }

    @Test
    void authenticatedMustBeSaid() {
        assertThat(TokenReviewVerifier.judge(null, List.of())).isInstanceOf(Verification.Refused.class);
        assertThat(TokenReviewVerifier.judge(new TokenReviewStatus(), List.of()))
                .isInstanceOf(Verification.Refused.class);
        TokenReviewStatus no = jane();
        no.setAuthenticated(false);
        assertThat(TokenReviewVerifier.judge(no, List.of())).isInstanceOf(Verification.Refused.class);
    }

    @Test
    void ofTheAudiencesThatWereAskedForOneMustComeBack() {
        assertThat(TokenReviewVerifier.judge(jane("pointsman"), List.of("pointsman", "x")))
                .isInstanceOf(Verification.Verified.class);
        assertThat(TokenReviewVerifier.judge(jane("other"), List.of("pointsman")))
                .isInstanceOf(Verification.Refused.class);
    }

    @Test
    void anAuthenticatorThatKnowsNoAudiencesDoesNotVouchForOurs() {
        assertThat(TokenReviewVerifier.judge(jane(), List.of("pointsman"))).isInstanceOf(Verification.Refused.class);
    }
}
