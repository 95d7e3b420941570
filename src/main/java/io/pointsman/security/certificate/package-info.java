/** The certificate authority that the service makes for itself, the certificates that it serves with, and their renewal. */
@NullMarked
package io.pointsman.security.certificate;

import org.jspecify.annotations.NullMarked;
