package travel.saga.dapr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dapr.durabletask.TaskActivityExecutor;
import io.dapr.durabletask.TaskActivityFactory;
import io.dapr.workflows.WorkflowActivity;
import io.grpc.Context;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import travel.saga.reservation.BookingKey;
import travel.saga.reservation.Done;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.PostponedException;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationQuery;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.RetryMarks;
import travel.saga.reservation.Samples;
import travel.saga.reservation.StepGate;
import travel.saga.reservation.StepResult;
import travel.saga.reservation.TimeRange;
import travel.saga.reservation.Undo;
import travel.saga.tracing.Tracing;

class GuardedActivityTest {
  private static final String STEP = "cancel-car";
  private static final String INPUT =
      "{\"reservation_id\":\"r1\",\"attempt\":2,\"demo_refusal\":false,\"key\":\"r1-car\"}";

  private final InMemoryReservations reservations = new InMemoryReservations();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void close() {
    timer.shutdownNow();
  }

  @Test
  void writesTheAnswerBareAndARefusalUnderItsName() throws Throwable {
    assertThat(run(ctx -> StepResult.done(new Done(ctx.getInput(Undo.class).key())), INPUT))
        .isEqualTo("{\"key\":\"r1-car\"}");
    assertThat(run(ctx -> StepResult.refused("no_cars", "None left."), INPUT))
        .isEqualTo("{\"refused\":{\"code\":\"no_cars\",\"message\":\"None left.\"}}");
  }

  @Test
  void givesEveryFailureAMessageSinceTheSdkNeverReportsOneWithout() {
    for (Throwable cause :
        new Throwable[] {new IllegalStateException(), new StackOverflowError(), new Exception()}) {
      assertThatThrownBy(
              () ->
                  run(
                      ctx -> {
                        throw sneaky(cause);
                      },
                      INPUT))
          .isInstanceOf(StepFaultException.class)
          .hasMessageContaining(STEP)
          .hasCause(cause);
    }
  }

  @Test
  void saysHowLongAnAttemptIsOfNoUseAndCountsItAsAFault() throws Throwable {
    assertThat(
            run(
                ctx -> {
                  throw new PostponedException(Duration.ofMillis(4_200), "Not now.");
                },
                INPUT))
        .isEqualTo("{\"postponed\":{\"delay\":\"PT4.2S\",\"message\":\"Not now.\"}}");
    assertThat(
            registry
                .get("saga.compensations")
                .tags("step", STEP, "outcome", "fault")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void letsOutgoingCallsInheritTheDeadlineOfTheAttempt() throws Throwable {
    run(
        ctx -> {
          assertThat(Context.current().getDeadline()).isNotNull();
          return StepResult.done(new Done(new BookingKey("k")));
        },
        INPUT);
    assertThat(Context.current().getDeadline()).isNull();
  }

  @Test
  void refusesForTheDemoWithoutRunningTheStep() throws Throwable {
    String answer =
        run(
            ctx -> {
              throw new AssertionError("must not run");
            },
            INPUT.replace("false", "true"));

    assertThat(answer).contains("\"refused\"").contains("\"demo\"");
  }

  @Test
  void doesNotRunWhatTheGateRefuses() throws Throwable {
    reservations.put(Samples.record(new ReservationId("r1"), ReservationStatus.CONFIRMED));

    String answer =
        run(
            ctx -> {
              throw new AssertionError("must not run");
            },
            INPUT);

    assertThat(answer).contains("\"refused\"").contains("\"confirmed\"");
  }

  @Test
  void countsAttemptsRetriesAndCompensationsByOutcome() throws Throwable {
    run(ctx -> StepResult.done(new Done(new BookingKey("k"))), INPUT);

    assertThat(registry.get("saga.step.retries").tag("step", STEP).counter().count()).isEqualTo(1);
    assertThat(
            registry
                .get("saga.compensations")
                .tags("step", STEP, "outcome", "done")
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(
            registry
                .get("saga.step.duration")
                .tags("step", STEP, "outcome", "fault")
                .timer()
                .count())
        .isZero();
  }

  @Test
  void remembersTheReservationOfAnAttemptThatIsRepeated() throws Throwable {
    ReservationId id = new ReservationId("r1");
    reservations.put(Samples.record(id, ReservationStatus.PENDING));
    assertThat(retrying()).isEmpty();
    run(ctx -> StepResult.done(new Done(new BookingKey("k"))), INPUT);
    assertThat(retrying()).isEmpty();

    assertThatThrownBy(
            () ->
                run(
                    ctx -> {
                      throw new IllegalStateException();
                    },
                    INPUT))
        .isInstanceOf(StepFaultException.class);
    assertThat(retrying()).containsExactly(id);
  }

  @Test
  void remembersTheReservationOfACompensationThatIsRefusedAndNotOfAStep() throws Throwable {
    reservations.put(Samples.record(new ReservationId("r1"), ReservationStatus.PENDING));

    run(ctx -> StepResult.refused("no", "No."), INPUT.replace("2,", "1,\"forward\":true,"));
    assertThat(retrying()).isEmpty();

    run(ctx -> StepResult.refused("no", "No."), INPUT);
    assertThat(retrying()).hasSize(1);
  }

  private List<ReservationId> retrying() {
    var query = new ReservationQuery(Set.of(), true, null, TimeRange.ALL, null, 10);
    return reservations.list(query).toCompletableFuture().join().reservations().stream()
        .map(Reservation::id)
        .toList();
  }

  private String run(WorkflowActivity activity, String input) throws Throwable {
    var surroundings =
        new GuardedActivity.Surroundings(
            new StepGate(reservations),
            new RetryMarks(reservations),
            () -> Duration.ofSeconds(10),
            registry,
            Tracing.off(),
            timer);
    HashMap<String, TaskActivityFactory> activities = new HashMap<>();
    activities.put(STEP, new GuardedActivity(STEP, activity, surroundings));
    return Objects.requireNonNull(
        new TaskActivityExecutor(activities, new WireDataConverter(), Logger.getLogger("test"))
            .execute(STEP, input, "execution", 1, ""));
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> RuntimeException sneaky(Throwable cause) throws T {
    throw (T) cause;
  }
}
