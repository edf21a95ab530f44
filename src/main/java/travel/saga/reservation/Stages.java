package travel.saga.reservation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What {@link CompletionStage} lacks. */
public final class Stages {
  private Stages() {}

  /** A stage that has completed. */
  static <T> CompletionStage<T> of(T value) {
    return CompletableFuture.completedStage(value);
  }

  /** Like {@code stage}, but answers {@code instead} whatever goes wrong. */
  public static <T> CompletionStage<T> orElse(
      CompletionStage<T> stage, Function<Throwable, T> instead) {
    return stage.exceptionally(failure -> instead.apply(cause(failure)));
  }

  /** Runs {@code work} for every item, at most {@code limit} at a time; answers in their order. */
  public static <T, R> CompletionStage<List<R>> each(
      List<T> items, int limit, Function<T, CompletionStage<R>> work) {
    CompletionStage<List<R>> done = CompletableFuture.completedStage(new ArrayList<>());
    for (int from = 0; from < items.size(); from += limit) {
      List<T> batch = items.subList(from, Math.min(items.size(), from + limit));
      done =
          done.thenCompose(results -> together(batch, work).thenApply(more -> both(results, more)));
    }
    return done;
  }

  private static <T, R> CompletionStage<List<R>> together(
      List<T> batch, Function<T, CompletionStage<R>> work) {
    List<CompletableFuture<R>> running =
        batch.stream().map(item -> work.apply(item).toCompletableFuture()).toList();
    return CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
        .thenApply(all -> running.stream().map(CompletableFuture::join).toList());
  }

  private static <R> List<R> both(List<R> results, List<R> more) {
    results.addAll(more);
    return results;
  }

  /** What a stage has failed with, without its wrapping. */
  public static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
