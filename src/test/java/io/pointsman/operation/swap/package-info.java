@NullMarked
package io.pointsman.operation.swap;

import org.jspecify.annotations.NullMarked;
