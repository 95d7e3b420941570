package io.pointsman.policy;

import io.pointsman.workload.ApiObject;
import io.pointsman.workload.Metadata;
import io.pointsman.workload.Workload;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is about to do to one object. At least one of before and after is there.
 *
 * @param before null when the object is created
 * @param after null when the object is deleted
 * @param subresource such as {@code scale}, empty for the object itself; before and after are the whole object all the same
 * @param user the authenticated user's name
 * @param dryRun whether nothing will be stored
 */
public record Change(
        Operation operation,
        @Nullable ApiObject before,
        @Nullable ApiObject after,
        String subresource,
        String user,
        boolean dryRun) {
    /** As the API server names them. */
    public enum Operation {
        CREATE,
        UPDATE,
        DELETE
    }

    public Change {
        if (before == null && after == null) {
            throw new IllegalArgumentException("a change has an object before it or after it");
        }
    }

    /** A change of an object that appears with this change. */
    public static Change create(ApiObject after, String user) {
        return new Change(Operation.CREATE, null, after, "", user, false);
    }

    /** A change of an object that was there before. */
    public static Change update(ApiObject before, ApiObject after, String user) {
        return new Change(Operation.UPDATE, before, after, "", user, false);
    }

    /** The object as it will be, or as it was when it goes. */
    public ApiObject object() {
        return Objects.requireNonNull(after != null ? after : before);
    }

    public Metadata metadata() {
        return object().metadata();
    }

    /** Whether the pod template becomes another one. */
    public boolean changesTemplate() {
        return before instanceof Workload old
                && after instanceof Workload next
                && !old.template().fingerprint().equals(next.template().fingerprint());
    }
}
