package travel.saga.console;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.ExecutionDetail;
import travel.saga.execution.ExecutionOperation;
import travel.saga.execution.ExecutionStatus;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationStatus;

/** What an operator can do on the page of an execution; what does most harm comes last. */
enum OperatorAction {
  SUSPEND(ActionWords.SUSPEND, OperatorAction::toSuspend, Trait.TAKES_REASON),
  RESUME(ActionWords.RESUME, OperatorAction::toResume, Trait.TAKES_REASON),
  RERUN(ActionWords.RERUN, ExecutionOperation.RERUN::objection, Trait.TAKES_STEP),
  CANCEL(ActionWords.CANCEL, OperatorAction::toCancel, Trait.DANGEROUS),
  TERMINATE(
      ActionWords.TERMINATE,
      ExecutionOperation.TERMINATE::objection,
      Trait.TAKES_REASON,
      Trait.DANGEROUS),
  PURGE(ActionWords.PURGE, ExecutionOperation.PURGE::objection, Trait.DANGEROUS),
  RETRY(ActionWords.RETRY, OperatorAction::none, Trait.OF_COMPENSATION),
  SETTLE(ActionWords.SETTLE, OperatorAction::none, Trait.OF_COMPENSATION, Trait.DANGEROUS);

  private enum Trait {
    /** It destroys something, or cannot be taken back. */
    DANGEROUS,
    TAKES_REASON,
    TAKES_STEP,
    OF_COMPENSATION
  }

  private final ActionWords words;
  private final Function<ExecutionDetail, Optional<String>> objection;
  private final Set<Trait> traits;

  OperatorAction(
      ActionWords words, Function<ExecutionDetail, Optional<String>> objection, Trait... traits) {
    this.words = words;
    this.objection = objection;
    this.traits = Set.of(traits);
  }

  /** Those of an execution, or those of one of its reservation's open compensations. */
  static List<OperatorAction> all(boolean ofCompensation) {
    return Arrays.stream(values())
        .filter(action -> action.has(Trait.OF_COMPENSATION) == ofCompensation)
        .toList();
  }

  static Optional<OperatorAction> of(String word, boolean ofCompensation) {
    return all(ofCompensation).stream().filter(action -> action.word().equals(word)).findFirst();
  }

  /** What a page says that is opened with {@code done=<word>}; null where that is no action's. */
  static @Nullable String notice(@Nullable String done) {
    return Arrays.stream(values())
        .filter(action -> action.word().equals(done))
        .map(action -> action.words.done())
        .findFirst()
        .orElse(null);
  }

  /** As it stands in paths. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public ActionWords words() {
    return words;
  }

  /**
   * Why there is no reason to offer it as things stand, as a sentence; empty where there is one.
   * Whether a compensation is open is the reservation's to say.
   */
  Optional<String> objection(ExecutionDetail found) {
    return objection.apply(found);
  }

  public boolean isDangerous() {
    return has(Trait.DANGEROUS);
  }

  public boolean takesReason() {
    return has(Trait.TAKES_REASON);
  }

  boolean takesStep() {
    return has(Trait.TAKES_STEP);
  }

  private boolean has(Trait trait) {
    return traits.contains(trait);
  }

  private static Optional<String> toSuspend(ExecutionDetail found) {
    return ExecutionOperation.SUSPEND
        .objection(found)
        .or(() -> isSuspended(found) ? Optional.of("It is SUSPENDED already.") : Optional.empty());
  }

  private static Optional<String> toResume(ExecutionDetail found) {
    return ExecutionOperation.RESUME
        .objection(found)
        .or(() -> isSuspended(found) ? Optional.empty() : Optional.of("It is not SUSPENDED."));
  }

  private static boolean isSuspended(ExecutionDetail found) {
    return found.execution().summary().status() == ExecutionStatus.SUSPENDED;
  }

  private static Optional<String> toCancel(ExecutionDetail found) {
    if (found.reservation().isEmpty()) {
      return Optional.of("The execution works for no reservation.");
    }
    Reservation reservation = found.reservation().get();
    if (reservation.canBeCancelled()) {
      return Optional.empty();
    }
    return Optional.of(
        reservation.status() == ReservationStatus.ATTENTION
            ? "The reservation stands at ATTENTION: retry or settle what is still open."
            : "The reservation is " + reservation.status() + ": there is nothing to cancel.");
  }

  private static Optional<String> none(ExecutionDetail found) {
    return Optional.empty();
  }
}
