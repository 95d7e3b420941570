package io.pointsman.operation;

import java.util.List;
import java.util.Optional;

/**
 * Where operations are kept. All calls block and go to the cluster; each throws {@link ClusterUnavailableException} when
 * it gives no answer.
 */
public interface Operations {
    /** Makes it, unless one of that kind and name exists; with {@code dryRun} only asks whether it could be made. */
    Creation create(OperationDraft draft, boolean dryRun);

    Optional<Operation> find(OperationKind kind, String namespace, String name);

    /** The oldest first. */
    List<Operation> list(OperationKind kind, String namespace);

    /** Tells {@code listener} of each change of this operation, from now until closed. */
    Watching watch(OperationKind kind, String namespace, String name, Listener listener);

    /** Hears of changes, one call at a time; must not block. */
    interface Listener {
        void changed(Operation operation);

        void deleted();

        /** Nothing more is heard: whoever still cares looks again, and watches anew. */
        void lost();
    }

    /** A running watch. */
    interface Watching extends AutoCloseable {
        @Override
        void close();
    }
}
