package travel.saga.reservation.saga;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import travel.saga.reservation.BookingKey;
import travel.saga.reservation.OpenCompensation;
import travel.saga.reservation.Step;
import travel.saga.reservation.Undo;

/**
 * What a saga has to undo. Newest first, each with a few quick tries; what still fails waits until
 * the others are undone, and is tried on with growing delays.
 */
final class Compensations {
  private static final int QUICK_ATTEMPTS = 3;

  private record Registered(Compensation compensation, BookingKey key) {}

  private final Saga saga;
  private final SagaLimits limits;
  private final Deque<Registered> newestFirst = new ArrayDeque<>();

  Compensations(Saga saga, SagaLimits limits) {
    this.saga = saga;
    this.limits = limits;
  }

  void register(Compensation compensation, BookingKey key) {
    newestFirst.push(new Registered(compensation, key));
  }

  /** Everything registered, whether it is undone or not. */
  List<OpenCompensation> registered() {
    return newestFirst.stream().map(one -> open(one, 0)).toList();
  }

  /** Undoes everything registered; what is returned is still open after the last attempt. */
  List<OpenCompensation> run() {
    List<Registered> stubborn = new ArrayList<>();
    for (Registered next : newestFirst) {
      if (!undoneQuickly(next)) {
        stubborn.add(next);
      }
    }
    for (int attempt = QUICK_ATTEMPTS + 1;
        !stubborn.isEmpty() && attempt <= limits.compensationAttempts();
        attempt++) {
      pause(stubborn.get(0), attempt - 1);
      int number = attempt;
      stubborn.removeIf(next -> undone(next, number));
    }
    return stubborn.stream().map(next -> open(next, limits.compensationAttempts())).toList();
  }

  private boolean undoneQuickly(Registered next) {
    int attempts = Math.min(QUICK_ATTEMPTS, limits.compensationAttempts());
    for (int attempt = 1; attempt <= attempts; attempt++) {
      if (attempt > 1) {
        pause(next, attempt - 1);
      }
      if (undone(next, attempt)) {
        return true;
      }
    }
    return false;
  }

  /** A refusal to undo is no better than a fault: both leave it open. */
  private boolean undone(Registered next, int attempt) {
    Compensation compensation = next.compensation();
    try {
      saga.attempt(compensation.step(), new Undo(next.key()), attempt);
    } catch (AttemptFailedException | StepEndedException failed) {
      return false;
    }
    saga.progress(compensation.undone(saga.bookings()));
    return true;
  }

  private void pause(Registered next, int failures) {
    Step<?, ?> step = next.compensation().step();
    saga.pause(limits.compensationBackoff().delay(saga.seed(step), failures));
  }

  private static OpenCompensation open(Registered next, int attempts) {
    return new OpenCompensation(next.compensation().step().name(), next.key(), attempts);
  }
}
