package io.pointsman.operation.pace;

import io.pointsman.operation.JsonPatch;
import io.pointsman.operation.pace.PaceStatus.Borrowed;
import io.pointsman.workload.Annotations;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives back without the operation: as a command for a person, or as the write for an operation that was deleted. */
public final class Release {
    private Release() {}

    /**
     * The command that gives back what {@code borrowed} says, as far as it still holds.
     *
     * @param borrowed null: only the marks can be taken off
     */
    static String command(DeploymentState seen, @Nullable Borrowed borrowed, boolean resume, boolean undo) {
        JsonPatch patch = Reining.giveBack(seen, heldBy(seen), borrowed, resume, undo);
        return "kubectl patch deployment " + seen.ref().name() + " --namespace "
                + seen.ref().namespace() + " --type=json --patch='"
                + patch.toJson().toString().replace("'", "'\\''") + "'";
    }

    /**
     * What gives a Deployment back whose operation is gone. The rest of a rollout that was still going on is undone in the same
     * write, because resuming it would let it run on ungated; a finished one stays.
     */
    public static Optional<JsonPatch> ofAbandoned(DeploymentState seen, Rollout rollout) {
        Optional<String> heldBy = heldBy(seen);
        String record = seen.annotations().get(Annotations.BORROWED);
        if (heldBy.isEmpty() && record == null) {
            return Optional.empty();
        }
        Borrowed borrowed = record == null ? null : BorrowedRecord.read(record).orElse(null);
        boolean undo = borrowed != null && rollout.old() > 0 && changed(seen, borrowed);
        return Optional.of(Reining.giveBack(seen, heldBy, borrowed, borrowed != null, undo));
    }

    /** Whether our change is in the template, so that taking it back changes something. */
    private static boolean changed(DeploymentState seen, Borrowed borrowed) {
        return !borrowed.template().isEmpty()
                && !Templates.hash(Templates.apply(seen.template(), borrowed.template()))
                        .equals(seen.templateHash());
    }

    private static Optional<String> heldBy(DeploymentState seen) {
        return Optional.ofNullable(seen.annotations().get(Annotations.HELD_BY));
    }
}
