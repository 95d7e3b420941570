package io.pointsman.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WarningsTest {
    @Property(tries = 300)
    void fitIntoWhatTheApiServerPassesOn(@ForAll List<String> warnings) {
        List<String> fitted = Warnings.fit(warnings);

        assertThat(fitted).hasSizeLessThanOrEqualTo(warnings.size());
        assertThat(fitted).allSatisfy(w -> {
            assertThat(w.codePointCount(0, w.length())).isLessThanOrEqualTo(256);
            assertThat(w.chars()).noneMatch(Character::isISOControl);
        });
        assertThat(fitted.stream()
                        .mapToInt(w -> w.codePointCount(0, w.length()))
                        .sum())
                .isLessThanOrEqualTo(4_096);
    }

    @Test
    void whatDoesNotFitIsCounted() {
        List<String> fitted = Warnings.fit(Collections.nCopies(20, "x".repeat(300)));

        assertThat(fitted).hasSize(16);
        assertThat(fitted.getFirst()).hasSize(256).endsWith("x…");
        assertThat(fitted.getLast()).isEqualTo("and 5 more");
    }
}
