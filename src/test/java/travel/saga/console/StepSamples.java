package travel.saga.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.Attempt;
import travel.saga.execution.Execution;
import travel.saga.execution.ExecutionSamples;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.ExecutionSummary;
import travel.saga.execution.Failure;
import travel.saga.execution.SagaPlan;
import travel.saga.execution.StepRun;
import travel.saga.execution.StepStatus;
import travel.saga.execution.UndoPairs;

/** Steps of a saga, each of which takes a second from the end of the one before. */
final class StepSamples {
  static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  static final Instant START = ExecutionSamples.START;
  static final List<String> FORWARD =
      List.of(
          "reserve-flight",
          "reserve-car",
          "process-payment",
          "confirm-flight",
          "confirm-car",
          "notify-success");
  static final SagaPlan PLAN =
      new SagaPlan(
          "reservation",
          FORWARD,
          "notify-failure",
          new UndoPairs(
              Map.of(
                  "reserve-flight", "cancel-flight",
                  "confirm-flight", "cancel-flight",
                  "reserve-car", "cancel-car",
                  "confirm-car", "cancel-car",
                  "process-payment", "refund-payment")));

  private final String key;
  private final List<StepRun> steps = new ArrayList<>();
  private Instant now = START;

  StepSamples(String key) {
    this.key = key;
  }

  List<StepRun> all() {
    return List.copyOf(steps);
  }

  List<StepPart> parts(Instant end) {
    return IntStream.range(0, steps.size())
        .mapToObj(i -> StepPart.of(i + 1, steps.get(i), end, new TraceLinks(Optional::empty)))
        .toList();
  }

  Execution execution(String id, String workflow, ExecutionStatus status) {
    return new Execution(
        new ExecutionSummary(id, workflow, status, START, now, status.isEnd() ? now : null),
        "{\"id\":1}",
        status == ExecutionStatus.COMPLETED ? "{\"status\":\"CONFIRMED\"}" : null,
        status == ExecutionStatus.FAILED ? new Failure("Broken", "It broke.") : null,
        TRACE_ID,
        all());
  }

  StepSamples done(String name) {
    return add(name, StepStatus.COMPLETED, 0, null);
  }

  StepSamples done(String name, String undoneBy) {
    return add(name, StepStatus.COMPLETED, 0, undoneBy);
  }

  StepSamples refused(String name, @Nullable String undoneBy) {
    return add(name, StepStatus.REFUSED, 0, undoneBy);
  }

  StepSamples running(String name) {
    return add(name, StepStatus.RUNNING, 0, null);
  }

  /** Is tried again after so many attempts that failed. */
  StepSamples waiting(String name, int failures) {
    return add(name, StepStatus.WAITING, failures, null);
  }

  /** Has failed so often, and is not tried again. */
  StepSamples failed(String name, int failures) {
    return add(name, StepStatus.FAILED, failures, null);
  }

  private StepSamples add(String name, StepStatus status, int failures, @Nullable String undoneBy) {
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < failures; i++) {
      attempts.add(attempt(i + 1, StepStatus.FAILED));
      now = now.plusSeconds(1);
    }
    if (failures == 0) {
      attempts.add(attempt(1, status));
    }
    steps.add(
        new StepRun(
            name,
            PLAN.pairs().byStep().containsValue(name),
            status,
            attempts,
            status == StepStatus.WAITING ? now.plusSeconds(7) : null,
            undoneBy));
    return this;
  }

  private Attempt attempt(int number, StepStatus status) {
    Instant begun = now;
    now = now.plusSeconds(1);
    return new Attempt(
        number,
        steps.size(),
        status,
        begun,
        status == StepStatus.RUNNING ? null : now,
        "{\"attempt\":" + number + ",\"key\":\"" + key + "\"}",
        output(status),
        status == StepStatus.FAILED ? new Failure("Fault", "It broke.") : null,
        TRACE_ID);
  }

  private static @Nullable String output(StepStatus status) {
    return switch (status) {
      case COMPLETED -> "{\"reference\":\"R\"}";
      case REFUSED -> "{\"refused\":{\"code\":\"no_cars\",\"message\":\"No car is left.\"}}";
      case RUNNING, WAITING, FAILED, ABANDONED -> null;
    };
  }
}
