package travel.saga.execution;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What is done to an execution. Whether it makes sense is decided above this port, in {@link
 * ExecutionOperations}.
 *
 * <p>Stages complete when the engine has done it, or is still at it after a while. They complete
 * exceptionally with {@link NoSuchExecutionException}; with {@link ExecutionRefusedException} when
 * the execution is not in a state for it; with {@link
 * travel.saga.reservation.EngineUnavailableException} when the engine cannot be reached. Safe for
 * use by many threads; never blocks.
 */
public interface ExecutionControl {
  CompletionStage<Void> suspend(String id, @Nullable String reason);

  CompletionStage<Void> resume(String id, @Nullable String reason);

  /** Ends it and the executions that it has begun, at once, and undoes nothing. */
  CompletionStage<Void> terminate(String id, @Nullable String reason);

  /** Forgets an ended execution, and those that it has begun, for good. */
  CompletionStage<Void> purge(String id);
}
