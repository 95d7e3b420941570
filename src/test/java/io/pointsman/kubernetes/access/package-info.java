@NullMarked
package io.pointsman.kubernetes.access;

import org.jspecify.annotations.NullMarked;
