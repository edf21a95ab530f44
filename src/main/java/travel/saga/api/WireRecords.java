package travel.saga.api;

import io.quarkus.runtime.annotations.RegisterForReflection;
import travel.saga.execution.Failure;

/** Registers what JSON reads and writes, for the native image. */
@RegisterForReflection(
    targets = {
      BackupView.class,
      ExecutionAction.class,
      ExecutionDetailView.class,
      ExecutionDetailView.ReservationPart.class,
      ExecutionListView.class,
      ExecutionView.class,
      Failure.class,
      HistoryView.class,
      HistoryView.EventView.class,
      Problem.class,
      ReservationListView.class,
      ReservationRequest.class,
      ReservationView.class,
      StepEventView.class,
      StepView.class,
      StepView.AttemptView.class,
      Violation.class
    })
final class WireRecords {
  private WireRecords() {}
}
