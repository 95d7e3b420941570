@NullMarked
package io.pointsman.policy.rule;

import org.jspecify.annotations.NullMarked;
