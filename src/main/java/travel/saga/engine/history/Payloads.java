package travel.saga.engine.history;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import org.jspecify.annotations.Nullable;

/** What went into a run and what came out; null is absent, as on the wire. */
public record Payloads(
    @Nullable String input,
    @Nullable String output,
    @Nullable String customStatus,
    @Nullable TaskFailureDetails failure) {

  /** Of a run that was given {@code input} and has said nothing yet. */
  public static Payloads of(@Nullable String input) {
    return new Payloads(input, null, null, null);
  }

  Payloads withCustomStatus(@Nullable String status) {
    return new Payloads(input, output, status, failure);
  }

  Payloads ended(@Nullable String result, @Nullable TaskFailureDetails details) {
    return new Payloads(input, result, customStatus, details);
  }
}
