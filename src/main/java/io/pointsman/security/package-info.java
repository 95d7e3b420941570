/** Who is calling, and may they; and the certificates that the service makes for itself. */
@NullMarked
package io.pointsman.security;

import org.jspecify.annotations.NullMarked;
