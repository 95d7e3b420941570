/** The HTTP control API: decode, ask, encode. It starts operations, shows them, and streams what becomes of them. */
@NullMarked
package io.pointsman.control;

import org.jspecify.annotations.NullMarked;
