@NullMarked
package io.pointsman.admission;

import org.jspecify.annotations.NullMarked;
