package travel.saga.console;

import java.util.Locale;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.StepStatus;
import travel.saga.reservation.ReservationStatus;

/**
 * How something stands: a mark, a word and a colour, which all say the same.
 *
 * @param css the class of its colour
 * @param mark one character
 */
record Badge(String css, String mark, String word) {
  static final Badge UNDONE = new Badge("undone", "↺", "Undone");
  static final Badge NOT_RUN = new Badge("idle", "○", "Not run");

  static Badge of(ExecutionStatus status) {
    return switch (status) {
      case PENDING -> new Badge("busy", "○", word(status));
      case RUNNING -> new Badge("busy", "▸", word(status));
      case SUSPENDED -> new Badge("warn", "‖", word(status));
      case STALLED -> new Badge("warn", "!", word(status));
      case COMPLETED -> new Badge("good", "✓", word(status));
      case FAILED -> new Badge("bad", "✕", word(status));
      case TERMINATED -> new Badge("bad", "■", word(status));
    };
  }

  static Badge of(ReservationStatus status) {
    return switch (status) {
      case PENDING -> new Badge("busy", "▸", word(status));
      case CONFIRMED -> new Badge("good", "✓", word(status));
      case REJECTED -> new Badge("bad", "✕", word(status));
      case CANCELLING, CANCELLED -> new Badge("undone", "↺", word(status));
      case ATTENTION -> new Badge("warn", "!", word(status));
    };
  }

  static Badge of(StepStatus status) {
    return switch (status) {
      case RUNNING -> new Badge("busy", "▸", word(status));
      case WAITING -> new Badge("warn", "↻", word(status));
      case COMPLETED -> new Badge("good", "✓", word(status));
      case REFUSED -> new Badge("bad", "⊘", word(status));
      case FAILED -> new Badge("bad", "✕", word(status));
      case ABANDONED -> new Badge("warn", "?", word(status));
    };
  }

  /** The name that the API has for it, written as a word. */
  static String word(Enum<?> status) {
    return status.name().charAt(0) + status.name().substring(1).toLowerCase(Locale.ROOT);
  }
}
