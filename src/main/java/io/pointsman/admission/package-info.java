/** The admission webhooks: AdmissionReview in, answer out. Decodes, asks the policies, encodes; decides nothing by itself. */
@NullMarked
package io.pointsman.admission;

import org.jspecify.annotations.NullMarked;
