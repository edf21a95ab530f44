package travel.saga.notification;

import java.util.concurrent.CompletionStage;

/** The way to the broker. Safe for many threads; never blocks. */
public interface OutcomePublisher {
  /**
   * Publishes the event. The stage completes when the broker has it, or exceptionally, within a
   * short deadline; then the event may or may not have gone out.
   */
  CompletionStage<Void> publish(OutcomeEvent event);
}
