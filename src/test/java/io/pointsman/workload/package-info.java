@NullMarked
package io.pointsman.workload;

import org.jspecify.annotations.NullMarked;
