/** Tests of paced rollouts on a real control plane. */
@NullMarked
package io.pointsman.kubernetes.pace;

import org.jspecify.annotations.NullMarked;
