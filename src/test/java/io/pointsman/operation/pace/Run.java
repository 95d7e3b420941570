package io.pointsman.operation.pace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.pointsman.operation.OperationRef;
import io.pointsman.workload.Annotations;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One paced rollout in a model cluster. Between two steps all that is left of it is its status, as JSON. */
final class Run {
    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();
    static final OperationRef SELF = new OperationRef("PacedRollout", "shop", "restart", "p-1");

    final ModelCluster cluster;
    final PaceSpec spec;
    final PacePlanner planner = new PacePlanner(Duration.ofSeconds(30));
    final List<String> writes = new ArrayList<>();
    PaceStatus status = PaceStatus.NEW;
    String said = "";

    Run(ModelCluster cluster, PaceSpec spec) {
        this.cluster = cluster;
        this.spec = spec;
    }

    /** One step of Pointsman. */
    void step() {
        PaceObservation seen = cluster.observe(SELF);
        switch (planner.next(spec, status, seen, cluster.now)) {
            case PaceStep.Finished() -> {}
            case PaceStep.Wait wait -> said = wait.message();
            case PaceStep.Record(PaceStatus next) -> status = stored(next);
            case PaceStep.Lock(DeploymentState deployment) ->
                cluster.deployment.annotate(Annotations.HELD_BY, SELF.heldBy());
            case PaceStep.Write write -> {
                if (cluster.deployment.patch(write.patch())) {
                    writes.add(write.what());
                }
            }
        }
    }

    private static PaceStatus stored(PaceStatus next) {
        try {
            return JSON.readValue(JSON.writeValueAsString(next), PaceStatus.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    PaceStatus.Borrowed borrowed() {
        return Objects.requireNonNull(status.borrowed());
    }

    PacePhase phase() {
        return status.phaseOrPending();
    }

    /** Everybody moves, a second at a time, until it has ended. */
    void toTheEnd() {
        for (int i = 0; i < 5_000 && !status.finished(); i++) {
            for (int j = 0; j < 4; j++) {
                step();
            }
            cluster.controllers();
            for (int j = 0; j < 4; j++) {
                step();
            }
            if (i % 3 == 2) {
                cluster.now = cluster.now.plusSeconds(1);
            }
        }
    }
}
