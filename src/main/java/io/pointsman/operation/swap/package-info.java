/** The blue-green swap: its specification and status, what it observes, and the planner that picks each next step. */
@NullMarked
package io.pointsman.operation.swap;

import org.jspecify.annotations.NullMarked;
