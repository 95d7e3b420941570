/** One class per rule. Each says what it finds, why that matters, and which edit removes it. */
@NullMarked
package io.pointsman.policy.rule;

import org.jspecify.annotations.NullMarked;
