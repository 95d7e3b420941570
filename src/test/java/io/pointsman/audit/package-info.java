@NullMarked
package io.pointsman.audit;

import org.jspecify.annotations.NullMarked;
