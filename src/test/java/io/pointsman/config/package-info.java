@NullMarked
package io.pointsman.config;

import org.jspecify.annotations.NullMarked;
