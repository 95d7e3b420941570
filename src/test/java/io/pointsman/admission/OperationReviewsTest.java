package io.pointsman.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pointsman.security.Access;
import io.pointsman.security.Access.Attempt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationReviewsTest {
    private static final String SWAP = """
            apiVersion: pointsman.io/v1alpha1
            kind: BlueGreenSwap
            metadata: {namespace: shop, name: one, annotations: {}}
            spec: {services: [web, api]}
            """;
    private static final String RESTART = """
            apiVersion: pointsman.io/v1alpha1
            kind: PacedRollout
            metadata: {namespace: shop, name: one, annotations: {pointsman.io/requested-by: alice}}
            spec: {target: {kind: Deployment, name: web}, action: restart}
            """;
    private final List<Attempt> attempts = new ArrayList<>();
    private Access.Decision decision = new Access.Allowed();
    private final OperationReviews reviews = new OperationReviews(
            (who, what) -> {
                attempts.add(what);
                return decision;
            },
            () -> Webhooks.OWN_USER);

    private static String by(String user) {
        return SWAP.replace("annotations: {}", "annotations: {pointsman.io/requested-by: \"" + user + "\"}");
    }

    private static Review review(String operation, String object, String old, String user) {
        ObjectNode review = Webhooks.review(operation, object, old, user);
        try {
            return new ReviewReader().read(review.toString().getBytes(StandardCharsets.UTF_8));
        } catch (ReviewReader.Unreadable e) {
            throw new AssertionError(e.sentence(), e);
        }
    }

    private String stamped(String operation, String object, String old, String user) throws Exception {
        Review review = review(operation, object, old, user);
        JsonNode patch = Webhooks.JSON
                .readTree(reviews.stamp(review).encode(review))
                .path("response")
                .path("patch");
        return patch.isMissingNode()
                ? ""
                : new String(Base64.getDecoder().decode(patch.asText()), StandardCharsets.UTF_8);
    }

    @Test
    void anOperationIsStampedWithWhoAskedForIt() throws Exception {
        String patch =
                "{\"op\":\"add\",\"path\":\"/metadata/annotations/pointsman.io~1requested-by\",\"value\":\"alice\"}";

        assertThat(stamped("CREATE", SWAP, "", "alice")).isEqualTo("[" + patch + "]");
        assertThat(stamped("CREATE", by("bob"), "", "alice")).isEqualTo("[" + patch + "]");
        assertThat(stamped("CREATE", by("alice"), "", "alice")).isEmpty();
        assertThat(stamped("CREATE", SWAP.replace(", annotations: {}", ""), "", "alice"))
                .isEqualTo("[{\"op\":\"add\",\"path\":\"/metadata/annotations\",\"value\":{}}," + patch + "]");
    }

    @Test
    void whatPointsmanItselfStampedStays() throws Exception {
        assertThat(stamped("CREATE", by("bob"), "", Webhooks.OWN_USER)).isEmpty();
        assertThat(stamped("CREATE", SWAP, "", Webhooks.OWN_USER)).contains(Webhooks.OWN_USER);
    }

    @Test
    void theStampSurvivesAReplacement() throws Exception {
        assertThat(stamped("UPDATE", SWAP, by("bob"), "alice")).contains("\"value\":\"bob\"");
        assertThat(stamped("UPDATE", by("bob"), by("bob"), "alice")).isEmpty();
    }

    @Test
    void aStampThatNamesSomebodyElseIsRefused() {
        assertThat(reviews.judge(review("CREATE", by("bob"), "", "alice")).denial())
                .isNotNull()
                .extracting(Answer.Denial::message)
                .asString()
                .contains("says bob, but it must name who asked for this operation, alice");
        assertThat(reviews.judge(review("UPDATE", by("bob"), by("alice"), "alice"))
                        .allowed())
                .isFalse();
        assertThat(reviews.judge(review("UPDATE", by("alice"), by("alice"), "bob"))
                        .allowed())
                .isTrue();
    }

    @Test
    void theRequesterMustBeAllowedEveryWrite() {
        assertThat(reviews.judge(review("CREATE", by("alice"), "", "alice")).allowed())
                .isTrue();
        assertThat(reviews.judge(review("CREATE", RESTART, "", "alice")).allowed())
                .isTrue();
        assertThat(attempts)
                .containsExactly(
                        new Attempt("patch", "", "services", "", "shop", "web"),
                        new Attempt("patch", "", "services", "", "shop", "api"),
                        new Attempt("patch", "apps", "deployments", "", "shop", "web"));
    }

    @Test
    void whoMayNotIsToldWhatIsLacking() {
        decision = new Access.Denied("");

        assertThat(reviews.judge(review("CREATE", RESTART, "", "alice")).denial())
                .isNotNull()
                .extracting(Answer.Denial::message)
                .isEqualTo("alice may not patch deployments.apps \"web\" in namespace shop, which this operation does."
                        + " Ask for a role that allows it.");
    }

    @Test
    void whatCouldNotBeFoundOutIsRefused() {
        decision = new Access.Unknown("the API server did not answer");

        assertThat(reviews.judge(review("CREATE", RESTART, "", "alice")).allowed())
                .isFalse();
    }

    @Test
    void whomTheHttpApiHasCheckedIsNotCheckedAgain() {
        decision = new Access.Denied("");

        assertThat(reviews.judge(review("CREATE", RESTART, "", Webhooks.OWN_USER))
                        .allowed())
                .isTrue();
        assertThat(attempts).isEmpty();
    }
}
