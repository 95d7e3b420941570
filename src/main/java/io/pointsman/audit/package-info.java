/** The record of what was done: by whom, why, and what it changed. */
@NullMarked
package io.pointsman.audit;

import org.jspecify.annotations.NullMarked;
