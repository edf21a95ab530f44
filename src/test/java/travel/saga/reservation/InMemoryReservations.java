package travel.saga.reservation;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Records in a map; can be away, and can lose the answer of a write that happened. */
@Alternative
@Singleton
public class InMemoryReservations implements Reservations {
  private static final int LOOKED_THROUGH = 1000;

  private final TreeMap<String, Stored> records = new TreeMap<>();
  private final Map<IdempotencyKey, Claim> claims = new HashMap<>();
  private final Queue<Runnable> beforeInsert = new ArrayDeque<>();
  private @Nullable RuntimeException failure;
  private boolean losesAnswers;
  private boolean deniesInserts;
  private int version;

  public synchronized void clear() {
    records.clear();
    claims.clear();
    beforeInsert.clear();
    failure = null;
    losesAnswers = false;
    deniesInserts = false;
  }

  public synchronized void failWith(@Nullable RuntimeException next) {
    failure = next;
  }

  /** Writes happen, but their callers learn that the engine is away. */
  public synchronized void loseAnswersOfWrites(boolean lose) {
    losesAnswers = lose;
  }

  /** Inserts happen, but their callers learn that somebody else was quicker. */
  public synchronized void denyInserts() {
    deniesInserts = true;
  }

  /** Runs once, in the moment before the next insert. */
  public synchronized void beforeNextInsert(Runnable rival) {
    beforeInsert.add(rival);
  }

  public synchronized void put(Reservation reservation) {
    records.put(reservation.id().value(), stored(reservation));
  }

  /** What a crash may leave behind where a store has no transactions. */
  public synchronized void claimWithoutRecord(IdempotencyKey key, Claim claim) {
    claims.put(key, claim);
  }

  public synchronized List<Reservation> all() {
    return records.values().stream().map(Stored::reservation).toList();
  }

  @Override
  public synchronized CompletionStage<Boolean> insert(
      Reservation pending, @Nullable KeyClaim claim) {
    Optional.ofNullable(beforeInsert.poll()).ifPresent(Runnable::run);
    return answer(
        () -> {
          if (records.containsKey(pending.id().value())
              || (claim != null && claims.containsKey(claim.key()))) {
            return false;
          }
          put(pending);
          if (claim != null) {
            claims.put(claim.key(), claim.claim());
          }
          if (losesAnswers) {
            throw away();
          }
          return !deniesInserts;
        });
  }

  @Override
  public synchronized CompletionStage<Optional<Claim>> claim(IdempotencyKey key) {
    return answer(() -> Optional.ofNullable(claims.get(key)));
  }

  @Override
  public synchronized CompletionStage<Optional<Stored>> find(ReservationId id) {
    return answer(() -> Optional.ofNullable(records.get(id.value())));
  }

  @Override
  public synchronized CompletionStage<Boolean> replace(Stored current, Reservation next) {
    return answer(
        () -> {
          if (!current.equals(records.get(next.id().value()))) {
            return false;
          }
          put(next);
          return true;
        });
  }

  @Override
  public synchronized CompletionStage<List<ReservationId>> open(
      @Nullable ReservationId after, int limit) {
    return answer(
        () ->
            all().stream()
                .filter(record -> record.status().isOpen())
                .map(Reservation::id)
                .filter(id -> after == null || id.value().compareTo(after.value()) > 0)
                .limit(limit)
                .toList());
  }

  @Override
  public synchronized CompletionStage<ReservationPage> list(ReservationQuery query) {
    return answer(
        () -> {
          String from = query.cursor();
          if (from != null && !from.startsWith("behind-")) {
            throw new MalformedCursorException();
          }
          List<Reservation> rest =
              records.descendingMap().values().stream()
                  .map(Stored::reservation)
                  .filter(r -> from == null || behind(r).compareTo(from) < 0)
                  .toList();
          List<Reservation> looked = rest.subList(0, Math.min(LOOKED_THROUGH, rest.size()));
          List<Reservation> found = looked.stream().filter(query::asksFor).toList();
          if (found.size() > query.limit()) {
            List<Reservation> full = found.subList(0, query.limit());
            return new ReservationPage(full, behind(full.get(full.size() - 1)));
          }
          return new ReservationPage(
              found, looked.size() == rest.size() ? null : behind(looked.get(looked.size() - 1)));
        });
  }

  private static String behind(Reservation last) {
    return "behind-" + last.id();
  }

  @Override
  public synchronized CompletionStage<Counts> counts() {
    return answer(
        () ->
            new Counts(
                all().stream().filter(record -> record.status().isOpen()).count(),
                all().stream().filter(r -> r.status() == ReservationStatus.ATTENTION).count()));
  }

  public static EngineUnavailableException away() {
    return new EngineUnavailableException("away", new java.io.IOException("10.0.0.7 refused"));
  }

  private Stored stored(Reservation reservation) {
    version++;
    return new Stored(reservation, "v" + version);
  }

  private <T> CompletionStage<T> answer(Supplier<T> value) {
    try {
      if (failure != null) {
        throw failure;
      }
      return CompletableFuture.completedStage(value.get());
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }
}
