/** Tests of paced rollouts against a model of the Deployment controller. */
@NullMarked
package io.pointsman.operation.pace;

import org.jspecify.annotations.NullMarked;
