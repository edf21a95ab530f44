package travel.saga.execution;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What an operator does to an execution. Stages complete when the engine has stored it, and
 * exceptionally with {@link travel.saga.reservation.EngineUnavailableException} when the engine
 * cannot be reached. Whether it is allowed is decided above this port.
 */
public interface ExecutionControl {
  CompletionStage<Void> suspend(String id, @Nullable String reason);

  CompletionStage<Void> resume(String id, @Nullable String reason);

  /** Ends it at once, and undoes nothing. */
  CompletionStage<Void> terminate(String id, @Nullable String reason);

  /**
   * Starts a new execution with the history of an ended one up to the given event; that one and
   * what had no outcome by then is done anew.
   */
  CompletionStage<Void> rerun(String id, String newId, int eventId);

  /** Forgets an ended execution for good. */
  CompletionStage<Void> purge(String id);
}
