/** What a workload's settings mean for a rollout: immutable records and pure arithmetic. */
@NullMarked
package io.pointsman.workload;

import org.jspecify.annotations.NullMarked;
