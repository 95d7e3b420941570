@NullMarked
package io.pointsman.security.certificate;

import org.jspecify.annotations.NullMarked;
