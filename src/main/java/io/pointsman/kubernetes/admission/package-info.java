/** What admission needs of the cluster: its certificate authority, its registration, and a lean picture of what is there. */
@NullMarked
package io.pointsman.kubernetes.admission;

import org.jspecify.annotations.NullMarked;
