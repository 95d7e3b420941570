package io.pointsman.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pointsman.security.Subject;
import org.jspecify.annotations.Nullable;

/**
 * The request of an AdmissionReview. The objects stay JSON as they came, so that nothing in them is lost or reinterpreted.
 *
 * @param apiVersion of the AdmissionReview, to be echoed
 * @param uid of the request, to be echoed
 * @param group API group of the kind, empty for the core group
 * @param resource the plural that the request is about, such as {@code deployments}
 * @param subresource such as {@code scale}, empty for the object itself
 * @param operation {@code CREATE}, {@code UPDATE}, {@code DELETE} or {@code CONNECT}
 * @param object null on DELETE
 * @param oldObject null on CREATE
 */
record Review(
        String apiVersion,
        String uid,
        String group,
        String kind,
        String resource,
        String subresource,
        String namespace,
        String name,
        String operation,
        Subject user,
        @Nullable ObjectNode object,
        @Nullable ObjectNode oldObject,
        boolean dryRun) {}
