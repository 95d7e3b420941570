/** The rules of the house, as tests. */
@NullMarked
package io.pointsman.house;

import org.jspecify.annotations.NullMarked;
