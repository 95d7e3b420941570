/** Rules, what they find in a change, and the verdict that follows. Decisions only: no client, no clock, no framework. */
@NullMarked
package io.pointsman.policy;

import org.jspecify.annotations.NullMarked;
