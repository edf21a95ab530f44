package travel.saga.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls on one store side by side, each on a thread of its own but only one at a time: before
 * each step of the store it is chosen whose step is next, or who dies there. One may.
 */
final class SideBySide {
  private final KeyValueStore rows;
  private final StoreKind kind;
  private final Executor threads;
  private final BlockingQueue<Caller> stopped = new LinkedBlockingQueue<>();

  SideBySide(KeyValueStore rows, StoreKind kind, Executor threads) {
    this.rows = rows;
    this.kind = kind;
    this.threads = threads;
  }

  /**
   * Until all have ended.
   *
   * @param choose answers a number from 0 to below its argument
   * @param afterStep looks at the store
   * @return for each call whether it lived
   */
  List<Boolean> run(
      List<Consumer<KeyValueStore>> calls, IntUnaryOperator choose, Runnable afterStep) {
    List<Caller> callers = new ArrayList<>();
    List<Caller> waiting = new ArrayList<>();
    for (Consumer<KeyValueStore> call : calls) {
      Caller caller = new Caller(call);
      callers.add(caller);
      threads.execute(caller);
      goOn(caller, waiting);
    }
    boolean oneMayDie = true;
    while (!waiting.isEmpty()) {
      int count = waiting.size();
      int choice = choose.applyAsInt(oneMayDie ? 2 * count : count);
      Caller next = waiting.remove(choice % count);
      next.dies = choice >= count;
      oneMayDie &= !next.dies;
      next.turn.release();
      goOn(next, waiting);
      afterStep.run();
    }
    return callers.stream().map(caller -> !caller.dies).toList();
  }

  /** Until the caller is before its next step, or at its end. */
  private void goOn(Caller caller, List<Caller> waiting) {
    try {
      stopped.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (caller.failure != null) {
      throw new AssertionError("a call failed", caller.failure);
    }
    if (!caller.ended) {
      waiting.add(caller);
    }
  }

  private static final class DiedException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private final class Caller implements Runnable, KeyValueStore {
    private final Consumer<KeyValueStore> call;
    private final Semaphore turn = new Semaphore(0);
    private boolean dies;
    private boolean ended;
    private @Nullable Throwable failure;

    Caller(Consumer<KeyValueStore> call) {
      this.call = call;
    }

    @Override
    public void run() {
      try {
        call.accept(kind.over(this));
      } catch (DiedException died) {
        // as it was told to
      } catch (RuntimeException | Error unexpected) {
        failure = unexpected;
      }
      ended = true;
      stopped.add(this);
    }

    @Override
    public CompletionStage<Optional<Entry>> get(String key) {
      awaitTurn();
      return rows.get(key);
    }

    @Override
    public CompletionStage<Map<String, Entry>> getAll(List<String> keys) {
      awaitTurn();
      return rows.getAll(keys);
    }

    @Override
    public CompletionStage<Boolean> write(List<Change> changes) {
      awaitTurn();
      return rows.write(changes);
    }

    private void awaitTurn() {
      stopped.add(this);
      try {
        turn.acquire();
      } catch (InterruptedException testFailed) {
        dies = true;
      }
      if (dies) {
        throw new DiedException();
      }
    }
  }
}
