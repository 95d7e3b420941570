/** Operations: what swaps and paced rollouts have in common, and the ports through which they see and move the cluster. */
@NullMarked
package io.pointsman.operation;

import org.jspecify.annotations.NullMarked;
