package travel.saga.ledger;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Waits for the store on the caller's thread; activities may block, and may be interrupted. */
final class Await {
  private Await() {}

  /**
   * @throws RuntimeException the stage's own, as it is; a checked one in a {@link
   *     CompletionException}
   * @throws CancellationException when the thread is interrupted; it stays so, and the effect is
   *     unknown
   */
  static <T> T answer(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof RuntimeException fault) {
        throw fault;
      }
      throw new CompletionException(cause);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  static CancellationException interrupted() {
    Thread.currentThread().interrupt();
    return new CancellationException("interrupted at the ledger's store");
  }
}
