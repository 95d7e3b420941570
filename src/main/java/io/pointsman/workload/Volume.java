package io.pointsman.workload;

import java.util.Optional;

/**
 * A volume of a pod template.
 *
 * @param claim the PersistentVolumeClaim that it mounts, which all pods of the template share
 */
public record Volume(String name, Optional<Claim> claim) {
    /**
     * A reference to a PersistentVolumeClaim.
     *
     * @param readOnly whether the pods promise not to write
     */
    public record Claim(String name, boolean readOnly) {}

    static Volume read(Fields volume) {
        return new Volume(
                volume.text("name", ""),
                Optional.ofNullable(volume.optional(
                        "persistentVolumeClaim", c -> new Claim(c.text("claimName", ""), c.flag("readOnly")))));
    }
}
