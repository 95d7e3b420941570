package io.pointsman.workload;

/** An object of a kind that rules know, with what they read of it. */
public sealed interface ApiObject permits Workload, Service, DisruptionBudget, Autoscaler {
    Kind kind();

    Metadata metadata();

    /** For messages: {@code Deployment shop/user-service}. */
    default String shown() {
        return kind().shown() + " " + metadata().namespace() + "/" + metadata().name();
    }
}
