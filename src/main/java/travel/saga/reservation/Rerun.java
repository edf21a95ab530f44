package travel.saga.reservation;

/**
 * Where a workflow goes on that carries a reservation on in place of a dead one.
 *
 * @param from the dead workflow
 * @param event the first event of its history that is done anew
 */
public record Rerun(WorkflowId from, int event) {}
