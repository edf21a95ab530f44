package travel.saga.reservation;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Registers what JSON reads and writes, for the native image. */
@RegisterForReflection(
    targets = {
      Booking.class,
      BookingKey.class,
      Bookings.class,
      Claim.class,
      Confirm.class,
      Done.class,
      Money.class,
      NotifyRequest.class,
      OpenCompensation.class,
      Outcome.class,
      Payment.class,
      Postponement.class,
      Pursuit.class,
      Reason.class,
      Refusal.class,
      Rerun.class,
      Reservation.class,
      ReservationId.class,
      RunType.class,
      Settled.class,
      StepCall.class,
      StepResult.Done.class,
      StepResult.Postponed.class,
      StepResult.Refused.class,
      Stuck.class,
      Trace.class,
      Traveller.class,
      Trip.class,
      Undo.class,
      WorkflowId.class,
    })
final class WireRecords {
  private WireRecords() {}
}
