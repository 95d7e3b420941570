/** The only package that talks to the Kubernetes API: custom resources, reconcilers, patches and watches. */
@NullMarked
package io.pointsman.kubernetes;

import org.jspecify.annotations.NullMarked;
