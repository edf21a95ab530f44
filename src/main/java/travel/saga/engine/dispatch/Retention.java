package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long ended runs are kept, from their end on; null is for ever.
 *
 * @param any of those for whose end nothing else is said
 */
public record Retention(
    @Nullable Duration any,
    @Nullable Duration completed,
    @Nullable Duration failed,
    @Nullable Duration terminated) {

  public static final Retention FOR_EVER = new Retention(null, null, null, null);

  public Retention {
    if (Stream.of(any, completed, failed, terminated)
        .anyMatch(time -> time != null && time.isNegative())) {
      throw new IllegalArgumentException("A time to keep runs for cannot be negative.");
    }
  }

  /** For a run that ended so. */
  @Nullable Duration of(OrchestrationStatus end) {
    Duration special =
        switch (end) {
          case ORCHESTRATION_STATUS_COMPLETED -> completed;
          case ORCHESTRATION_STATUS_FAILED -> failed;
          case ORCHESTRATION_STATUS_TERMINATED -> terminated;
          default -> null;
        };
    return special == null ? any : special;
  }
}
