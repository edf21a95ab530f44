package travel.saga.reservation;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Workflows that do what the test tells them, when it tells them. */
@Alternative
@Singleton
public class ScriptedSagas implements Sagas {
  private final Map<WorkflowId, Progress> workflows = new HashMap<>();
  private final List<ReservationId> started = new ArrayList<>();
  private final List<Undoing> undone = new ArrayList<>();
  private final List<String> reruns = new ArrayList<>();
  private final List<NotifyRequest> announced = new ArrayList<>();
  private final List<Duration> waits = new ArrayList<>();
  private @Nullable RuntimeException failure;
  private boolean refusesReruns;
  private boolean losesAnswersOfReruns;
  private Consumer<ReservationId> onWait = id -> {};
  private Consumer<NotifyRequest> onAnnounce = request -> {};
  private Consumer<WorkflowId> onRerun = rerun -> {};

  public synchronized void clear() {
    workflows.clear();
    started.clear();
    undone.clear();
    reruns.clear();
    announced.clear();
    waits.clear();
    failure = null;
    refusesReruns = false;
    losesAnswersOfReruns = false;
    onWait = id -> {};
    onAnnounce = request -> {};
    onRerun = rerun -> {};
  }

  public synchronized void failWith(@Nullable RuntimeException next) {
    failure = next;
  }

  public synchronized void refuseReruns() {
    refusesReruns = true;
  }

  /** Reruns begin, but their callers learn that the engine is away. */
  public synchronized void loseAnswersOfReruns() {
    losesAnswersOfReruns = true;
  }

  /** The reservation's saga. */
  public synchronized void workflow(ReservationId id, Phase phase, Bookings taken) {
    workflow(id.saga(), phase, taken);
  }

  public synchronized void workflow(WorkflowId id, Phase phase, Bookings taken) {
    workflows.put(id, new Progress(phase, taken));
  }

  /** What happens to the reservation while somebody waits for it. */
  public synchronized void whileWaiting(Consumer<ReservationId> happening) {
    onWait = happening;
  }

  /** What happens in the moment in which an announcement is started. */
  public synchronized void whileAnnouncing(Consumer<NotifyRequest> happening) {
    onAnnounce = happening;
  }

  /** What happens in the moment in which a rerun begins. */
  public synchronized void whileRerunning(Consumer<WorkflowId> happening) {
    onRerun = happening;
  }

  public synchronized List<ReservationId> started() {
    return List.copyOf(started);
  }

  /** Each as the new workflow's id, the id of what it goes on from, and the event there. */
  public synchronized List<String> reruns() {
    return List.copyOf(reruns);
  }

  /** What was to be undone, by workflows other than the sagas. */
  public synchronized List<Undoing> undone() {
    return List.copyOf(undone);
  }

  public synchronized List<NotifyRequest> announced() {
    return List.copyOf(announced);
  }

  public synchronized List<Duration> waits() {
    return List.copyOf(waits);
  }

  @Override
  public synchronized CompletionStage<Void> start(Reservation reservation) {
    return answer(
        () -> {
          started.add(reservation.id());
          begin(reservation.workflow());
        });
  }

  @Override
  public synchronized CompletionStage<Boolean> rerun(WorkflowId rerun, Rerun source) {
    return answer(
            () -> {
              reruns.add(rerun + " " + source.from() + " " + source.event());
              if (!refusesReruns) {
                begin(rerun);
                onRerun.accept(rerun);
              }
              return !refusesReruns;
            })
        .thenApply(
            begun -> {
              if (losesAnswersOfReruns) {
                throw InMemoryReservations.away();
              }
              return begun;
            });
  }

  @Override
  public synchronized CompletionStage<Void> undo(Undoing undoing) {
    return answer(
        () -> {
          undone.add(undoing);
          begin(undoing.workflow());
        });
  }

  private void begin(WorkflowId workflow) {
    workflows.putIfAbsent(workflow, new Progress(Phase.RUNNING, Bookings.NONE));
  }

  @Override
  public synchronized CompletionStage<Optional<Progress>> find(WorkflowId workflow) {
    return answer(() -> Optional.ofNullable(workflows.get(workflow)));
  }

  @Override
  public synchronized CompletionStage<Boolean> awaitEnd(WorkflowId workflow, Duration timeout) {
    waits.add(timeout);
    onWait.accept(new ReservationId(workflow.value().replaceFirst("~.*", "")));
    return answer(
        () ->
            Optional.ofNullable(workflows.get(workflow))
                .filter(progress -> progress.phase() != Phase.RUNNING)
                .isPresent());
  }

  @Override
  public synchronized CompletionStage<Void> announce(NotifyRequest request, @Nullable Trace trace) {
    return answer(
        () -> {
          announced.add(request);
          onAnnounce.accept(request);
        });
  }

  private CompletionStage<Void> answer(Runnable effect) {
    if (failure != null) {
      return CompletableFuture.failedStage(failure);
    }
    effect.run();
    return CompletableFuture.completedFuture(null).thenAccept(done -> {});
  }

  private <T> CompletionStage<T> answer(Supplier<T> value) {
    return failure == null
        ? CompletableFuture.completedStage(value.get())
        : CompletableFuture.failedStage(failure);
  }
}
