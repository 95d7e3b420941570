/** Asks the API server who is calling and what they may do. */
@NullMarked
package io.pointsman.kubernetes.access;

import org.jspecify.annotations.NullMarked;
