package travel.saga.reservation;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the records. Every write is durable when its stage completes, and atomic. Stages complete
 * exceptionally with {@link EngineUnavailableException} when the store cannot be reached; then it
 * is unknown whether a write has happened. Safe for use by many threads; never blocks.
 */
public interface Reservations {
  /** A record and the version it was read at. */
  record Stored(Reservation reservation, String etag) {}

  /** A key to claim in the same write as the record. */
  record KeyClaim(IdempotencyKey key, Claim claim) {}

  /**
   * Writes a new record and, where given, the claim of its idempotency key: both or neither.
   *
   * @return false when the id or the key is taken; nothing has been written then
   */
  CompletionStage<Boolean> insert(Reservation pending, @Nullable KeyClaim claim);

  /** The claim under {@code key}, whoever made it. */
  CompletionStage<Optional<Claim>> claim(IdempotencyKey key);

  CompletionStage<Optional<Stored>> find(ReservationId id);

  /**
   * Writes {@code next} if the record is still as {@code current} was read.
   *
   * @return false when somebody was quicker; read again
   */
  CompletionStage<Boolean> replace(Stored current, Reservation next);

  /**
   * Ids of records that are open (PENDING or CANCELLING), in the order of their ids, beginning
   * behind {@code after}; what an interrupted start may have left without a workflow is among them.
   */
  CompletionStage<List<ReservationId>> open(@Nullable ReservationId after, int limit);

  /** How many records are open, and how many stand at ATTENTION, over all replicas. */
  record Counts(long open, long attention) {}

  CompletionStage<Counts> counts();
}
