/** Tests with real pods and real requests: what happens to traffic while Pointsman, or kubectl alone, moves it. */
@NullMarked
package io.pointsman.traffic;

import org.jspecify.annotations.NullMarked;
