package travel.saga.console;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.Booking;
import travel.saga.reservation.Bookings;
import travel.saga.reservation.Payment;
import travel.saga.reservation.Reason;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.WorkflowId;

/**
 * The reservation that an execution works for, as its page shows it.
 *
 * @param attention whether a person has to look
 * @param others the executions that book the trip or undo it, in their order
 * @param search the list of all its executions
 */
record ReservationPart(
    String id,
    Badge badge,
    UtcTime changed,
    @Nullable Reason reason,
    List<Taken> taken,
    boolean attention,
    List<Other> others,
    String search) {

  /** What was taken, and what has become of it. */
  record Taken(String what, Badge badge, String price, String reference) {
    private static Taken of(String what, Booking booking) {
      Badge badge =
          switch (booking.status()) {
            case HELD -> new Badge("busy", "▸", Badge.word(booking.status()));
            case CONFIRMED -> new Badge("good", "✓", Badge.word(booking.status()));
            case CANCELLED -> new Badge("undone", "↺", Badge.word(booking.status()));
          };
      return new Taken(what, badge, booking.price().text(), booking.reference());
    }

    private static Taken of(Payment payment) {
      Badge badge =
          switch (payment.status()) {
            case CHARGED -> new Badge("good", "✓", Badge.word(payment.status()));
            case REFUNDED -> new Badge("undone", "↺", Badge.word(payment.status()));
          };
      return new Taken("Payment", badge, payment.amount().text(), payment.reference());
    }
  }

  /** One of the reservation's executions. */
  record Other(String label, String id, String url, boolean current) {
    private static Other of(WorkflowId workflow, String shown) {
      return new Other(
          label(workflow),
          workflow.value(),
          ExecutionPath.of(workflow.value()),
          workflow.value().equals(shown));
    }

    private static String label(WorkflowId workflow) {
      if (workflow.undoNumber() > 0) {
        return "Undo workflow " + workflow.undoNumber();
      }
      return workflow.rerunNumber() > 0 ? "Rerun " + workflow.rerunNumber() : "Saga";
    }
  }

  /**
   * @param shown the id of the page's execution
   */
  static ReservationPart of(Reservation record, String shown) {
    return new ReservationPart(
        record.id().value(),
        Badge.of(record.status()),
        new UtcTime(record.updatedAt()),
        record.reason(),
        taken(record.bookings()),
        record.status() == ReservationStatus.ATTENTION,
        record.workflows().stream().map(workflow -> Other.of(workflow, shown)).toList(),
        ExecutionPath.search(record.id().value()));
  }

  private static List<Taken> taken(Bookings bookings) {
    List<Taken> taken = new ArrayList<>();
    if (bookings.flight() != null) {
      taken.add(Taken.of("Flight", bookings.flight()));
    }
    if (bookings.car() != null) {
      taken.add(Taken.of("Car", bookings.car()));
    }
    if (bookings.payment() != null) {
      taken.add(Taken.of(bookings.payment()));
    }
    return taken;
  }
}
