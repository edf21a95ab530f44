package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** What goes wrong with the calls that match, until it is mended. */
final class Fault {
  /** How a call fails. */
  enum Kind {
    /** Answered with UNAVAILABLE, without an effect. */
    REFUSED,
    /** Reaches the engine only when the fault is mended, however long the caller has gone. */
    HELD_BACK,
    /** Has its effect, but the caller is told UNAVAILABLE. */
    ANSWER_LOST
  }

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Kind kind;
  private final Predicate<Object> matches;
  private final List<Runnable> heldBack = new CopyOnWriteArrayList<>();
  private final List<Status> answers = new CopyOnWriteArrayList<>();
  private int hits;
  private boolean mended;

  Fault(Kind kind, Predicate<Object> matches) {
    this.kind = kind;
    this.matches = matches;
  }

  Kind kind() {
    return kind;
  }

  /** Whether this call fails; counts it then. */
  synchronized boolean strikes(Object request) {
    boolean strikes = !mended && matches.test(request);
    if (strikes) {
      hits++;
    }
    return strikes;
  }

  /** Keeps a call until the fault is mended; where it is already, the call goes on at once. */
  void holdBack(Runnable call) {
    synchronized (this) {
      if (!mended) {
        heldBack.add(call);
        return;
      }
    }
    call.run();
  }

  /** What the engine answered to a call that was held back or whose answer was lost. */
  void answered(Status status) {
    answers.add(status);
  }

  Fault awaitHits(int atLeast) {
    await("%d calls that fail".formatted(atLeast)).atMost(PATIENCE).until(() -> hits() >= atLeast);
    return this;
  }

  private synchronized int hits() {
    return hits;
  }

  /** From now on all is well; what was held back goes on, late. */
  Fault mend() {
    List<Runnable> late;
    synchronized (this) {
      mended = true;
      late = List.copyOf(heldBack);
      heldBack.clear();
    }
    late.forEach(Runnable::run);
    return this;
  }

  /** The engine's answers to the calls that came late, once it has answered all. */
  List<Status.Code> awaitLateAnswers() {
    await("the late calls to be answered")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(answers).hasSize(hits()));
    return answers.stream().map(Status::getCode).toList();
  }
}
