/** What tests stand on: real clusters, real processes, real command lines. */
@NullMarked
package io.pointsman.testing;

import org.jspecify.annotations.NullMarked;
