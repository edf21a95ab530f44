package travel.saga.execution;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import travel.saga.reservation.MalformedCursorException;

/**
 * Reads the executions of the engine. Stages complete exceptionally with {@link
 * travel.saga.reservation.EngineUnavailableException} when the engine cannot be reached. Safe for
 * use by many threads; never blocks.
 */
public interface Executions extends ExecutionListing {
  /**
   * A page, newest first, that later inserts do not move. One call does a bounded amount of work
   * and never a call per execution: a filter may get a page that is short or empty, with a cursor
   * to go on from.
   *
   * <p>Fails with {@link MalformedCursorException} for a cursor that is none of this list's, and
   * with {@link UnlistableException} for a filter that this engine cannot answer.
   */
  @Override
  CompletionStage<ExecutionPage> list(ExecutionQuery query);

  /** With every step; empty when the engine knows no such execution. */
  CompletionStage<Optional<Execution>> find(String id);

  /**
   * Raw events as they are by now; empty when the engine knows no such execution. Behind the last
   * there is a page without events.
   *
   * @param from the number of the first event, counted from 0
   * @param limit events of a page, 1 at least
   */
  CompletionStage<Optional<HistoryPage>> history(String id, int from, int limit);
}
