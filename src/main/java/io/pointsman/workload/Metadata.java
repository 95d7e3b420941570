package io.pointsman.workload;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What rules read of an object's metadata.
 *
 * @param uid empty when the object is not in a cluster yet
 * @param controller the owner that manages it, or null
 * @param deleting whether it is on its way out and only waits for finalizers
 */
public record Metadata(
        String namespace,
        String name,
        String uid,
        Map<String, String> labels,
        Map<String, String> annotations,
        @Nullable Owner controller,
        boolean deleting) {
    /** An owner reference with {@code controller: true}. */
    public record Owner(String kind, String name, String uid) {}

    public Metadata {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    /** The metadata of an object of that name, with those labels and nothing else. */
    public static Metadata named(String namespace, String name, Map<String, String> labels) {
        return new Metadata(namespace, name, "", labels, Map.of(), null, false);
    }

    static Metadata read(Fields object) {
        Fields metadata = object.in("metadata");
        Owner controller =
                metadata.each("ownerReferences", owner -> owner.flag("controller") ? owner(owner) : null).stream()
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
        return new Metadata(
                metadata.text("namespace", ""),
                metadata.text("name", metadata.text("generateName", "")),
                metadata.text("uid", ""),
                metadata.strings("labels"),
                metadata.strings("annotations"),
                controller,
                metadata.has("deletionTimestamp"));
    }

    private static Owner owner(Fields owner) {
        return new Owner(owner.text("kind", ""), owner.text("name", ""), owner.text("uid", ""));
    }
}
