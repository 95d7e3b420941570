/** The chart as its users get it: rendered by Helm, installed on an API server, and taken away again. */
@NullMarked
package io.pointsman.chart;

import org.jspecify.annotations.NullMarked;
