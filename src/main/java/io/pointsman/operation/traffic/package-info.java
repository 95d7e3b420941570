/** Who gets which share of a Service's traffic: what is observed, what may be routed, and what counts as proof. */
@NullMarked
package io.pointsman.operation.traffic;

import org.jspecify.annotations.NullMarked;
