/** Typed configuration and the checks made at start. */
@NullMarked
package io.pointsman.config;

import org.jspecify.annotations.NullMarked;
