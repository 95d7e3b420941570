/** Paced rollouts on the Kubernetes client: what is seen of a workload, and what is written to it. */
@NullMarked
package io.pointsman.kubernetes.pace;

import org.jspecify.annotations.NullMarked;
