package travel.saga.execution;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Reads the executions of the engine. Stages complete exceptionally with {@link
 * travel.saga.reservation.EngineUnavailableException} when the engine cannot be reached. Safe for
 * use by many threads; never blocks.
 */
public interface Executions {
  /** Never a call per execution; a filter may give a page that is short, and a cursor. */
  CompletionStage<ExecutionPage> list(ExecutionQuery query);

  /** With every step; empty when the engine knows no such execution. */
  CompletionStage<Optional<Execution>> find(String id);

  /** The raw events, oldest first; empty when the engine knows no such execution. */
  CompletionStage<Optional<List<HistoryEvent>>> history(String id);
}
