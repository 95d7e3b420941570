package io.pointsman.workload;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads parts of manifests for those who keep less than a whole object. */
public final class Manifest {
    private Manifest() {}

    public static Metadata metadata(JsonNode manifest) {
        return Metadata.read(Fields.of(manifest));
    }

    public static Service service(JsonNode manifest) {
        return Service.read(Fields.of(manifest));
    }

    /** Equal for pod templates that a controller takes as the same revision. */
    public static String fingerprint(JsonNode template) {
        return Fingerprint.of(template);
    }
}
