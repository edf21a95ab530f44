package travel.saga.reservation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Names one workflow of a reservation: its saga, or one of those that follow it, whose ids begin
 * with the saga's.
 */
public record WorkflowId(@JsonValue String value) {
  private static final String UNDO = "~undo-";

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public WorkflowId {}

  /**
   * @param number counts the workflows that undo something for this reservation, from 1
   */
  static WorkflowId undo(ReservationId id, int number) {
    return new WorkflowId(id.value() + UNDO + number);
  }

  /** Whether it undoes what another workflow has taken. */
  boolean undoes() {
    return value.contains(UNDO);
  }

  /**
   * Whether a workflow that calls itself so may be the responsible one. Sagas of one reservation
   * cannot be told apart: behind daprd 1.18 a rerun calls itself by the id of what it goes on from.
   */
  public boolean speaksFor(WorkflowId responsible) {
    return undoes() ? equals(responsible) : !responsible.undoes();
  }

  @Override
  public String toString() {
    return value;
  }
}
