/** The paced rollout: its specification and status, what it observes, and the planner that picks each next step. */
@NullMarked
package io.pointsman.operation.pace;

import org.jspecify.annotations.NullMarked;
