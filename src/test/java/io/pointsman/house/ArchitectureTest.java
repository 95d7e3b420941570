package io.pointsman.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may know whom, and what may stand where. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.pointsman");

    /** The arrows of docs/architecture.md: each package, and the packages of ours that it may know. */
    private static final Map<String, List<String>> MAY_KNOW = Map.of(
            "workload", List.of(),
            "security", List.of(),
            "audit", List.of(),
            "config", List.of(),
            "policy", List.of("workload"),
            "operation", List.of("workload"),
            "admission", List.of("policy", "workload", "security", "config", "audit"),
            "control", List.of("operation", "policy", "workload", "security", "config", "audit"));

    static Stream<String> packages() {
        return MAY_KNOW.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void knowsOnlyWhomItMay(String name) {
        String[] allowed = Stream.concat(Stream.of(name), MAY_KNOW.getOrDefault(name, List.of()).stream())
                .map(p -> "io.pointsman." + p + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("io.pointsman." + name + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.pointsman..").and(not(resideInAnyPackage(allowed))))
                .because("arrows point one way, so that a newcomer can read " + name + " without what stands on it")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void packagesDoNotGoInCircles() {
        slices().matching("io.pointsman.(*)..")
                .should()
                .beFreeOfCycles()
                .because("two packages that know each other are one")
                .check(CLASSES);
    }

    @Test
    void onlyOnePackageKnowsTheKubernetesClient() {
        noClasses()
                .that(resideOutsideOfPackages("io.pointsman.kubernetes.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.fabric8.kubernetes..", "io.javaoperatorsdk.."))
                .because("decisions rest on records; the client's mutable models stay where they come in")
                .check(CLASSES);
    }

    @Test
    void onlyTheEdgeKnowsHttpResources() {
        noClasses()
                .that(resideOutsideOfPackages("io.pointsman.control.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("jakarta.ws.rs.."))
                .because("HTTP is decoded and encoded at the edge")
                .check(CLASSES);
    }

    @Test
    void decisionsAreFreeOfFrameworks() {
        noClasses()
                .that(resideInAnyPackage(
                        "io.pointsman.workload..", "io.pointsman.policy..", "io.pointsman.operation.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.quarkus..", "jakarta..", "io.vertx..", "io.smallrye..", "io.micrometer..", "org.jboss.."))
                .because("what decides must run in a test within milliseconds, with nothing started")
                .check(CLASSES);
    }

    @Test
    void dependenciesComeThroughConstructors() {
        fields().should()
                .notBeAnnotatedWith(Inject.class)
                .andShould()
                .notBeAnnotatedWith(ConfigProperty.class)
                .because("a class that can be made without its needs can be made wrong")
                .check(CLASSES);
    }

    @Test
    void nobodyAsksForTheTimeStatically() {
        noClasses()
                .that(resideOutsideOfPackages("io.pointsman.config.."))
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("a Clock is passed, so that tests choose the time")
                .check(CLASSES);
    }

    @Test
    void nobodySleeps() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .because("whoever waits waits for an event or asks to be called again")
                .check(CLASSES);
    }
}
