@NullMarked
package io.pointsman.kubernetes.admission;

import org.jspecify.annotations.NullMarked;
