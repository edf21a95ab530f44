package travel.saga.console;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.ExecutionCounts;
import travel.saga.execution.ExecutionFocus;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.StepStatus;
import travel.saga.reservation.ReservationStatus;

/** Which executions a list shows, in the order in which an operator should look. */
enum Selection {
  ATTENTION(ExecutionFocus.ATTENTION, null),
  RETRYING(ExecutionFocus.RETRYING, null),
  ALL(ExecutionFocus.ALL, null),
  RUNNING(ExecutionFocus.ALL, ExecutionStatus.RUNNING),
  PENDING(ExecutionFocus.ALL, ExecutionStatus.PENDING),
  SUSPENDED(ExecutionFocus.ALL, ExecutionStatus.SUSPENDED),
  STALLED(ExecutionFocus.ALL, ExecutionStatus.STALLED),
  COMPLETED(ExecutionFocus.ALL, ExecutionStatus.COMPLETED),
  FAILED(ExecutionFocus.ALL, ExecutionStatus.FAILED),
  TERMINATED(ExecutionFocus.ALL, ExecutionStatus.TERMINATED);

  private final ExecutionFocus focus;
  private final @Nullable ExecutionStatus status;

  Selection(ExecutionFocus focus, @Nullable ExecutionStatus status) {
    this.focus = focus;
    this.status = status;
  }

  ExecutionFocus focus() {
    return focus;
  }

  @Nullable ExecutionStatus status() {
    return status;
  }

  /** In an address; empty for all. */
  String parameter() {
    return this == ALL ? "" : name().toLowerCase(Locale.ROOT);
  }

  /** The one that is written so, in whatever case. */
  static Optional<Selection> named(String parameter) {
    return Arrays.stream(values())
        .filter(one -> one.parameter().equals(parameter.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /** Those that an engine can tell: a sidecar lists no executions, records know no more. */
  static List<Selection> offered(boolean embedded) {
    return embedded ? List.of(values()) : List.of(ATTENTION, RETRYING, ALL, RUNNING, COMPLETED);
  }

  Badge badge() {
    return switch (this) {
      case ATTENTION -> called("Needs attention", Badge.of(ReservationStatus.ATTENTION));
      case RETRYING -> called("Retrying now", Badge.of(StepStatus.WAITING));
      case ALL -> new Badge("idle", "≡", "All");
      default -> status == null ? new Badge("idle", "", name()) : Badge.of(status);
    };
  }

  private static Badge called(String word, Badge like) {
    return new Badge(like.css(), like.mark(), word);
  }

  long count(ExecutionCounts counts) {
    return switch (this) {
      case ATTENTION -> counts.attention();
      case RETRYING -> counts.retrying();
      case ALL -> counts.byStatus().values().stream().mapToLong(Long::longValue).sum();
      default -> status == null ? 0 : counts.byStatus().getOrDefault(status, 0L);
    };
  }

  /** What to say where there is none. */
  String none() {
    return switch (this) {
      case ATTENTION -> "Nothing needs attention.";
      case RETRYING -> "No step is being tried again.";
      case ALL -> "There are no executions yet.";
      default -> "No execution is " + name() + ".";
    };
  }
}
