package travel.saga.reservation;

import org.jspecify.annotations.Nullable;

/**
 * Input of {@code notify-success} and {@code notify-failure}: settle the record, then publish.
 *
 * @param handOver true inside the saga: a failed publish is handed to the {@code notification}
 *     workflow; false inside that workflow: it is a fault, and tried again
 */
public record NotifyRequest(
    ReservationId reservationId, Outcome outcome, @Nullable RunType runType, boolean handOver) {}
