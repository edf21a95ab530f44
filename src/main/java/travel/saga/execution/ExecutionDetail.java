package travel.saga.execution;

import java.util.Optional;
import travel.saga.reservation.Reservation;

/** An execution, and the reservation that it works for, where that has a record. */
public record ExecutionDetail(Execution execution, Optional<Reservation> reservation) {}
