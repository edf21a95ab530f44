package travel.saga.reservation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Work for a workflow that undoes what another one has taken.
 *
 * @param workflow the id that it runs under
 * @param undo newest first
 * @param outcome what the reservation becomes when all of it is undone, with what it has taken
 * @param trace of the reservation
 */
public record Undoing(
    WorkflowId workflow,
    ReservationId id,
    List<OpenCompensation> undo,
    Outcome outcome,
    @Nullable Trace trace) {}
