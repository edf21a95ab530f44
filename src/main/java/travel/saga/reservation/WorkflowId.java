package travel.saga.reservation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Names one workflow of a reservation: its saga, or one of those that follow it, whose ids begin
 * with the saga's.
 */
public record WorkflowId(@JsonValue String value) {
  private static final String UNDO = "~undo-";
  private static final String RERUN = "~run-";

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public WorkflowId {}

  /**
   * @param number counts the workflows that undo something for this reservation, from 1
   */
  static WorkflowId undo(ReservationId id, int number) {
    return new WorkflowId(id.value() + UNDO + number);
  }

  /**
   * @param number counts the workflows that go on with the saga of this reservation, from 1
   */
  static WorkflowId rerun(ReservationId id, int number) {
    return new WorkflowId(id.value() + RERUN + number);
  }

  /** Which rerun it is, from 1; 0 where it is none. */
  public int rerunNumber() {
    return number(RERUN);
  }

  /** Which of those that undo something it is, from 1; 0 where it is none. */
  public int undoNumber() {
    return number(UNDO);
  }

  private int number(String kind) {
    int end = value.indexOf(kind);
    if (end < 0) {
      return 0;
    }
    String number = value.substring(end + kind.length());
    return number.matches("\\d{1,5}") ? Integer.parseInt(number) : 1;
  }

  /** What tells it from the other workflows of its reservation: {@code run-1}. */
  String tail() {
    return value.substring(value.indexOf('~') + 1);
  }

  /** One that is told from this one by the addition. */
  WorkflowId with(String addition) {
    return new WorkflowId(value + '-' + addition);
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
