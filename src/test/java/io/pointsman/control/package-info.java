@NullMarked
package io.pointsman.control;

import org.jspecify.annotations.NullMarked;
