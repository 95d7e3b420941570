package io.pointsman.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class OperationNamesTest {
    private static final Pattern LEGAL =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    private final OperationNames names = new OperationNames(new Random(1));

    @Provide
    Arbitrary<String> targets() {
        Arbitrary<String> edge =
                Arbitraries.strings().withCharRange('a', 'z').numeric().ofLength(1);
        Arbitrary<String> middle = Arbitraries.strings()
                .withCharRange('a', 'z')
                .numeric()
                .withChars('-')
                .ofMaxLength(40);
        Arbitrary<String> label =
                net.jqwik.api.Combinators.combine(edge, middle, edge).as((a, b, c) -> a + b + c);
        return label.list().ofMinSize(1).ofMaxSize(5).map(labels -> String.join(".", labels));
    }

    @Property
    void anyTargetGivesALegalNameThatFits(@ForAll("targets") String target, @ForAll String key) {
        for (String verb : new String[] {"swap", "restart"}) {
            assertThat(names.keyed("shop", target, verb, key)).matches(LEGAL).hasSizeLessThanOrEqualTo(63);
            assertThat(names.fresh(target, verb)).matches(LEGAL).hasSizeLessThanOrEqualTo(63);
        }
    }

    @Property
    void aKeyNamesTheSameOperationEveryTime(@ForAll("targets") String target, @ForAll String key) {
        assertThat(names.keyed("shop", target, "swap", key))
                .isEqualTo(new OperationNames(new Random(2)).keyed("shop", target, "swap", key));
    }

    @Example
    void aKeyIsBoundToNamespaceTargetAndVerb() {
        String name = names.keyed("shop", "web", "swap", "run-1");

        assertThat(names.keyed("shop2", "web", "swap", "run-1")).isNotEqualTo(name);
        assertThat(names.keyed("shop", "web2", "swap", "run-1")).isNotEqualTo(name);
        assertThat(names.keyed("shop", "web", "restart", "run-1")).isNotEqualTo(name);
        assertThat(names.keyed("shop", "web", "swap", "run-2")).isNotEqualTo(name);
        assertThat(name).startsWith("web-swap-");
    }

    @Example
    void targetsThatDifferOnlyBehindTheCutHaveDifferentNames() {
        String longName = "a".repeat(60);

        assertThat(names.keyed("shop", longName + "b", "restart", "k"))
                .isNotEqualTo(names.keyed("shop", longName + "c", "restart", "k"));
    }

    @Example
    void keysAreVisibleAscii() {
        assertThat(OperationNames.legalKey("run-1/attempt:2")).isTrue();
        assertThat(OperationNames.legalKey("k".repeat(255))).isTrue();
        assertThat(OperationNames.legalKey("")).isFalse();
        assertThat(OperationNames.legalKey("k".repeat(256))).isFalse();
        assertThat(OperationNames.legalKey("run 1")).isFalse();
        assertThat(OperationNames.legalKey("rün")).isFalse();
        assertThat(OperationNames.legalKey("run\n1")).isFalse();
    }
}
