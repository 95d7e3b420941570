package io.pointsman.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.pointsman.testing.Load;
import org.junit.jupiter.api.Assumptions;

/** Requests to the Service that is moved, and as many at the same time to one that nobody touches. */
record Traffic(Load moved, Load steady) {
    private static final double NEARLY_LATE_MILLIS = 500;

    void expect(String... versions) {
        moved.expect(versions);
    }

    void mark(String what) {
        moved.mark(what);
    }

    /** What became of the moved ones. Skips the test when the machine was too busy even for the others. */
    Load.Report report() {
        Load.Report report = moved.report();
        Load.Report control = steady.report();
        System.out.println("moved   " + report + "\nsteady  " + control);
        Assumptions.assumeTrue(
                control.lost() == 0,
                "this machine is too busy for a verdict: a Service that nobody touched lost requests too: " + control);
        return report;
    }

    /** None lost; and none late, unless the machine answered the others late too, or nearly. */
    Load.Report noneLost() {
        Load.Report report = report();
        assertThat(report.lost()).as(report.toString()).isZero();
        if (steady.report().slowestMillis() < NEARLY_LATE_MILLIS) {
            assertThat(report.late()).as(report.toString()).isZero();
        }
        return report;
    }
}
