package travel.saga.engine.dispatch;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.history.Instance;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.HistoryStore;
import travel.saga.engine.store.HistoryStore.Expiring;

/**
 * Purges ended runs when they have been kept for long enough. When that is, is stored with the end;
 * one alarm is set, for the first of them.
 */
final class Expiry {
  private static final Logger LOG = System.getLogger(Expiry.class.getName());
  private static final int AT_A_TIME = 64;
  private static final long TRY_AGAIN_MILLIS = 10_000;

  private final Loop loop;
  private final Runs runs;
  private final HistoryStore store;
  private final Retention retention;
  private Loop.@Nullable Alarm alarm;
  private long alarmAt;
  private boolean sweeping;
  private boolean again;

  Expiry(Loop loop, Runs runs, HistoryStore store, Retention retention) {
    this.loop = loop;
    this.runs = runs;
    this.store = store;
    this.retention = retention;
  }

  /** What to store with the end of the run; null if it is kept for ever. */
  @Nullable Change of(LiveRun run) {
    Instant at = at(run.history.instance());
    return at == null ? null : new Change.Expire(run.row(), at);
  }

  void stored(Instance instance) {
    Instant at = at(instance);
    if (at != null) {
      wakeAt(at);
    }
  }

  private @Nullable Instant at(Instance instance) {
    Instant completed = instance.progress().completed();
    Duration kept = completed == null ? null : retention.of(instance.progress().status());
    return completed == null || kept == null ? null : completed.plus(kept);
  }

  /** Purges what is due, and looks again when the next one is. */
  void sweep() {
    if (sweeping) {
      again = true;
      return;
    }
    sweeping = true;
    again = false;
    var unused =
        store
            .expiring(AT_A_TIME)
            .thenComposeAsync(this::purgeDue, loop)
            .whenCompleteAsync(
                (next, failure) -> {
                  sweeping = false;
                  if (failure != null) {
                    LOG.log(Level.WARNING, "Ended workflows are purged later", failure);
                    wakeAt(Instant.ofEpochMilli(loop.nowMillis() + TRY_AGAIN_MILLIS));
                  } else if (again) {
                    sweep();
                  } else if (next != null) {
                    wakeAt(next);
                  }
                },
                loop);
  }

  /** The time to look again; null if nothing is left. */
  private CompletableFuture<@Nullable Instant> purgeDue(List<Expiring> first) {
    Instant now = Instant.ofEpochMilli(loop.nowMillis());
    CompletableFuture<@Nullable Instant> all = CompletableFuture.completedFuture(null);
    for (Expiring expiring : first) {
      if (expiring.at().isAfter(now)) {
        return all.thenApply(done -> expiring.at());
      }
      all = all.thenCombine(purge(expiring), (done, purged) -> now);
    }
    return all;
  }

  /**
   * It may have been purged or begun anew since it was found; what it has become is waited for, or
   * it would be found again at once.
   */
  private CompletableFuture<Boolean> purge(Expiring expiring) {
    return runs.settled(expiring.instanceId(), LiveRun::isSettled)
        .thenCompose(
            found ->
                found
                    .filter(run -> run.isTerminal() && run.generation() == expiring.generation())
                    .map(run -> runs.purge(run).thenApply(done -> true))
                    .orElseGet(() -> CompletableFuture.completedFuture(false)));
  }

  private void wakeAt(Instant time) {
    long millis = time.toEpochMilli();
    if (alarm != null) {
      if (alarmAt <= millis) {
        return;
      }
      loop.cancel(alarm);
    }
    alarmAt = millis;
    alarm =
        loop.at(
            millis,
            () -> {
              alarm = null;
              sweep();
            });
  }
}
