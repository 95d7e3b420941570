@NullMarked
package io.pointsman.policy;

import org.jspecify.annotations.NullMarked;
