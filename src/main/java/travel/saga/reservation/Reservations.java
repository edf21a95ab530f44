package travel.saga.reservation;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the records. A write is durable when its stage completes. Stages complete exceptionally
 * with {@link EngineUnavailableException} when the store cannot be reached; then it is unknown
 * whether a write has happened. Safe for use by many threads; never blocks.
 */
public interface Reservations {
  /** Records that {@link #ended} reads. */
  int COUNTED = 1000;

  /** A record and the version it was read at. */
  record Stored(Reservation reservation, String etag) {}

  /** A key to claim in the same write as the record. */
  record KeyClaim(IdempotencyKey key, Claim claim) {}

  /**
   * Writes the claim of an idempotency key, where given, and a new record. Where the store has no
   * transactions a crash, or a lost answer, may leave the claim alone: then the record is inserted
   * under the claim's id by whoever finds it missing.
   *
   * @return false when the key or the id is taken; the record has not been written then
   */
  CompletionStage<Boolean> insert(Reservation pending, @Nullable KeyClaim claim);

  /** The claim under {@code key}, whoever made it. */
  CompletionStage<Optional<Claim>> claim(IdempotencyKey key);

  CompletionStage<Optional<Stored>> find(ReservationId id);

  /** Those of the records that are there, in few calls. */
  CompletionStage<Map<ReservationId, Reservation>> findAll(List<ReservationId> ids);

  /**
   * Writes {@code next}, in one step, if the record is still as {@code current} was read.
   *
   * @return false when somebody was quicker; read again
   */
  CompletionStage<Boolean> replace(Stored current, Reservation next);

  /** What a change came to; the same record twice where there was nothing to change. */
  record Revision(Reservation before, Reservation after) {
    public boolean ofStatus() {
      return before.status() != after.status();
    }
  }

  /**
   * Replaces the record by what {@code rule} makes of it, which is asked again whenever somebody
   * was quicker. Fails with what the rule throws.
   *
   * @return empty where there is no record
   */
  default CompletionStage<Optional<Revision>> change(
      ReservationId id, UnaryOperator<Reservation> rule) {
    return find(id)
        .thenCompose(
            found ->
                found
                    .map(current -> change(current, rule))
                    .orElse(CompletableFuture.completedStage(Optional.empty())));
  }

  private CompletionStage<Optional<Revision>> change(
      Stored current, UnaryOperator<Reservation> rule) {
    Reservation before = current.reservation();
    Reservation after = rule.apply(before);
    Optional<Revision> change = Optional.of(new Revision(before, after));
    return after.equals(before)
        ? CompletableFuture.completedStage(change)
        : replace(current, after)
            .thenCompose(
                made -> made ? CompletableFuture.completedStage(change) : change(after.id(), rule));
  }

  /**
   * Ids of records that are open (PENDING or CANCELLING), in an order of the store's own, beginning
   * behind {@code after}; what an interrupted start may have left without a workflow is among them.
   */
  CompletionStage<List<ReservationId>> open(@Nullable ReservationId after, int limit);

  /**
   * A page of the records that {@code query} is about, newest first by the clocks that made their
   * ids; where a store keeps no order of ids, those of one shard stand in the order in which they
   * came in. The pages behind one another neither repeat nor skip what was there when the first was
   * read: what is inserted meanwhile belongs before the first. A record that changes between two
   * pages is as it is when it is met, and may by then be none that is asked for.
   *
   * <p>One call does a bounded amount of work and never a call per record. So a query that few
   * records answer may get a page that is short or empty, with a cursor to go on from: {@link
   * ReservationPage#next} is null behind the last record and nowhere else.
   *
   * <p>Fails with {@link MalformedCursorException} for a cursor that is none of this list's.
   */
  CompletionStage<ReservationPage> list(ReservationQuery query);

  /**
   * Remembers of a record that is open that a step of it has failed and is tried again, until it is
   * settled; changes nothing where it is not open. A hint for {@link #list}, that may get lost, and
   * may be kept for some of very many only.
   */
  CompletionStage<Void> markRetrying(ReservationId id);

  /**
   * How many records are open, how many stand at ATTENTION, and of how many open ones a step is
   * tried again, over all replicas.
   */
  record Counts(long open, long attention, long retrying) {}

  CompletionStage<Counts> counts();

  /**
   * @param since what was made from then on is counted; later than asked for where that was too
   *     much for one call
   */
  record Ended(long count, Instant since) {}

  /**
   * How many of the records that were made from then on are not open. One call does a bounded
   * amount of work and never a call per record, so it may not get back that far.
   */
  default CompletionStage<Ended> ended(Instant from) {
    Set<ReservationStatus> ended = EnumSet.complementOf(EnumSet.copyOf(ReservationStatus.OPEN));
    TimeRange range = new TimeRange(from, null);
    return list(new ReservationQuery(ended, false, null, range, null, COUNTED))
        .thenApply(
            page -> {
              List<Reservation> some = page.reservations();
              Instant since =
                  page.next() == null || some.isEmpty()
                      ? from
                      : some.get(some.size() - 1).createdAt();
              return new Ended(some.size(), since);
            });
  }
}
