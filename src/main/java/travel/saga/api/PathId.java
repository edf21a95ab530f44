package travel.saga.api;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;

/** A reservation's id as a caller has written it in a path. */
record PathId(String text) {
  /** The answer to what is found under the id; a 404 where that is nothing, or it is no id. */
  Uni<Response> answer(
      Function<ReservationId, CompletionStage<Optional<Reservation>>> lookup,
      Function<Reservation, Response> answer) {
    return ReservationId.parse(text)
        .map(id -> Uni.createFrom().completionStage(() -> lookup.apply(id)))
        .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
        .map(found -> found.map(answer).orElseGet(this::unknown));
  }

  Response unknown() {
    return Problem.of(
            ProblemType.RESERVATION_NOT_FOUND,
            "There is no reservation with this id.",
            "/reservations/" + text)
        .response()
        .build();
  }
}
