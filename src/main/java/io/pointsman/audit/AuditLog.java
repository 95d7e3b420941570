package io.pointsman.audit;

/** Where every action is recorded, whoever took it. */
public interface AuditLog {
    /** Records an action; never fails the action itself. */
    void record(AuditRecord action);
}
