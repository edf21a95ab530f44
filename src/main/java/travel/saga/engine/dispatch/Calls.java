package travel.saga.engine.dispatch;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Brings what callers ask for, on any thread, onto the loop's, and their answers back. What a step
 * throws ends the answer.
 */
final class Calls {
  private final Loop loop;
  private boolean closing;

  Calls(Loop loop) {
    this.loop = loop;
  }

  /**
   * Runs the step, unless the engine is closing.
   *
   * @param step is given the answer: a caller that gives up cancels it
   */
  <T> CompletableFuture<T> request(Function<CompletableFuture<T>, CompletableFuture<T>> step) {
    return onLoop(
        answer -> {
          if (closing) {
            throw EngineException.closing();
          }
          return step.apply(answer);
        });
  }

  /** Runs the step even while the engine is closing: what workers did is to be kept. */
  <T> CompletableFuture<T> outcome(Supplier<CompletableFuture<T>> step) {
    return onLoop(answer -> step.get());
  }

  private <T> CompletableFuture<T> onLoop(
      Function<CompletableFuture<T>, CompletableFuture<T>> step) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            pass(step.apply(answer), answer);
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  private static <T> void pass(CompletableFuture<T> from, CompletableFuture<T> to) {
    var unused =
        from.whenComplete(
            (value, failure) -> {
              if (failure != null) {
                to.completeExceptionally(failure);
              } else {
                to.complete(value);
              }
            });
  }

  /** From the loop's thread, as the next. */
  void close() {
    closing = true;
  }

  boolean isClosing() {
    return closing;
  }
}
