package travel.saga.reservation.saga;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.BinaryOperator;
import travel.saga.reservation.BookingKey;
import travel.saga.reservation.OpenCompensation;
import travel.saga.reservation.Undo;

/**
 * What a saga has to undo. Newest first, each with a few quick tries; what still fails, or would
 * not be tried for a while, waits until the others are undone, and is tried on with growing delays.
 */
final class Compensations {
  private static final int QUICK_ATTEMPTS = 3;

  /** One compensation, and how far it has come. */
  private static final class Undoing {
    private final Compensation compensation;
    private final BookingKey key;
    private int attempts;
    private Duration postponed = Duration.ZERO;

    Undoing(Compensation compensation, BookingKey key) {
      this.compensation = compensation;
      this.key = key;
    }

    OpenCompensation open() {
      return new OpenCompensation(compensation.step().name(), key, attempts);
    }
  }

  private final Saga saga;
  private final SagaLimits limits;
  private final Deque<Undoing> newestFirst = new ArrayDeque<>();

  Compensations(Saga saga, SagaLimits limits) {
    this.saga = saga;
    this.limits = limits;
  }

  void register(Compensation compensation, BookingKey key) {
    newestFirst.push(new Undoing(compensation, key));
  }

  /** Everything registered, whether it is undone or not. */
  List<OpenCompensation> registered() {
    return newestFirst.stream()
        .map(one -> new OpenCompensation(one.compensation.step().name(), one.key, 0))
        .toList();
  }

  /** Undoes everything registered; what is returned is still open after the last attempt. */
  List<OpenCompensation> run() {
    List<Undoing> stubborn = new ArrayList<>();
    for (Undoing next : newestFirst) {
      if (!undoneQuickly(next)) {
        stubborn.add(next);
      }
    }
    while (stubborn.stream().anyMatch(this::mayBeTried)) {
      pause(stubborn.stream().filter(this::mayBeTried).toList());
      stubborn.removeIf(next -> mayBeTried(next) && undone(next));
    }
    return stubborn.stream().map(Undoing::open).toList();
  }

  private boolean mayBeTried(Undoing next) {
    return next.attempts < limits.compensationAttempts();
  }

  private boolean undoneQuickly(Undoing next) {
    while (next.attempts < QUICK_ATTEMPTS && mayBeTried(next) && next.postponed.isZero()) {
      if (next.attempts > 0) {
        pause(List.of(next));
      }
      if (undone(next)) {
        return true;
      }
    }
    return false;
  }

  /** A refusal to undo is no better than a fault: both leave it open. */
  private boolean undone(Undoing next) {
    Compensation compensation = next.compensation;
    next.attempts++;
    next.postponed = Duration.ZERO;
    try {
      saga.attempt(compensation.step(), new Undo(next.key), next.attempts);
    } catch (AttemptFailedException failed) {
      next.postponed = failed.postponed();
      return false;
    } catch (StepEndedException refused) {
      return false;
    }
    saga.progress(compensation.undone(saga.bookings()));
    return true;
  }

  /** As long as it takes for the one that has failed most, and until none is postponed any more. */
  private void pause(List<Undoing> failed) {
    Undoing most = most(failed, Comparator.comparing(one -> one.attempts));
    Duration postponed = most(failed, Comparator.comparing(one -> one.postponed)).postponed;
    String seed = saga.seed(most.compensation.step());
    saga.pause(limits.compensationBackoff().delay(seed, most.attempts).plus(postponed));
  }

  private static Undoing most(List<Undoing> some, Comparator<Undoing> by) {
    return some.stream().reduce(BinaryOperator.maxBy(by)).orElseThrow();
  }
}
