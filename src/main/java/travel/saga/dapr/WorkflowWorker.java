package travel.saga.dapr;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetWorkItemsRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import travel.saga.dapr.EngineControl.Worker;

/**
 * Takes work items from the engine's stream and runs them. In place of the SDK's own loop, which
 * reconnects at a fixed pace, takes more work than it can run, cannot say whether it is connected
 * and closes while work is running.
 */
final class WorkflowWorker implements WorkerStatus {
  private static final Logger LOG = Logger.getLogger(WorkflowWorker.class);

  /**
   * What runs the worker: threads for the items, some for what the engine says, a timer for the
   * next connection.
   */
  record Threads(
      ExecutorService items, ExecutorService callbacks, ScheduledExecutorService timer) {}

  /**
   * @param inFlight work items at a time
   * @param hold how long a sidecar may hold the worker back before it is asked to shut down
   */
  record Limits(int inFlight, Duration hold) {}

  /** How often an engine that does not send headers is asked whether it has taken the stream. */
  private static final Duration FIRST_LOOK = Duration.ofMillis(100);

  /** How often an engine is asked that holds the stream back, or may yet turn out to. */
  private static final Duration SOON_LOOK = Duration.ofSeconds(1);

  /** Until then it may be another worker that an engine counts: one that has just gone. */
  private static final Duration COUNT_SETTLED_AFTER = Duration.ofSeconds(10);

  /** How often an engine is asked whether it still sees a worker. */
  private static final Duration LATER_LOOK = Duration.ofSeconds(5);

  /** A stream that an engine has not ended by then was taken, where the engine does not tell. */
  private static final Duration TAKEN_WITHIN = Duration.ofSeconds(1);

  private final EngineLink link;
  private final EngineControl control;
  private final Function<WorkItem, CompletionStage<?>> runner;
  private final Threads threads;
  private final ReconnectDelay delay;
  private final Limits limits;
  private final Semaphore idle;
  private volatile boolean connected;
  private volatile boolean draining;
  private volatile String detail = "The worker has not connected yet.";
  private volatile @Nullable Stream stream;

  /**
   * @param runner runs an item; what it returns ends when the engine has taken the report
   */
  WorkflowWorker(
      EngineLink link,
      Function<WorkItem, CompletionStage<?>> runner,
      Threads threads,
      ReconnectDelay delay,
      Limits limits) {
    this.link = link;
    this.control = new EngineControl(link.channel(), threads.callbacks());
    this.runner = runner;
    this.threads = threads;
    this.delay = delay;
    this.limits = limits;
    this.idle = new Semaphore(limits.inFlight());
  }

  @Override
  public boolean connected() {
    return connected && !draining && link.trouble().isEmpty();
  }

  @Override
  public String detail() {
    return link.trouble().orElse(detail);
  }

  /** Connects, and goes on trying to until drained. */
  synchronized void connect() {
    if (draining) {
      return;
    }
    ClientCall<GetWorkItemsRequest, WorkItem> call =
        link.channel()
            .newCall(
                TaskHubSidecarServiceGrpc.getGetWorkItemsMethod(),
                CallOptions.DEFAULT.withExecutor(threads.callbacks()));
    Stream opened = new Stream(call);
    stream = opened;
    call.start(opened, new Metadata());
    call.sendMessage(GetWorkItemsRequest.getDefaultInstance());
    call.halfClose();
    call.request(idle.availablePermits());
    lookAfter(opened, FIRST_LOOK);
  }

  private void lookAfter(Stream opened, Duration pause) {
    threads.timer().schedule(() -> look(opened), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A sidecar says nothing on the stream until it has work; so it is asked. */
  private void look(Stream opened) {
    if (opened == stream && !opened.ended && !draining) {
      control.worker().whenComplete((worker, failure) -> seen(opened, worker, failure));
    }
  }

  private void seen(Stream opened, Worker worker, @Nullable Throwable failure) {
    if (failure == null) {
      switch (worker) {
        case CONNECTED -> up(opened);
        case MISSING -> missing(opened);
        case NOT_TOLD -> {
          if (opened.age().compareTo(TAKEN_WITHIN) >= 0) {
            up(opened);
          }
        }
      }
    }
    if (!opened.ended && !draining) {
      lookAfter(opened, opened.nextLook());
    }
  }

  private void missing(Stream opened) {
    if (opened.wasCounted()) {
      opened.end("the sidecar has lost sight of the worker");
    } else if (opened.hold.afterWaiting(opened.age()) || opened.taken) {
      heldBack(opened);
    }
  }

  /** Also where it was counted before: that was another worker then, which had just gone. */
  private synchronized void heldBack(Stream opened) {
    if (opened == stream && !opened.ended && !opened.wasCounted()) {
      opened.heldBack = true;
      opened.taken = false;
      connected = false;
      notConnected(Hold.REASON, "The sidecar is asked until it serves the worker.");
    }
  }

  /**
   * Takes no more work, gives what runs the time to finish, then closes the stream. In this order,
   * since the engine aborts what runs when the stream closes, and runs it again.
   *
   * @return false when something still ran at the end of {@code timeout}
   */
  boolean drain(Duration timeout) throws InterruptedException {
    draining = true;
    detail = "The service is stopping.";
    boolean finished =
        idle.tryAcquire(limits.inFlight(), timeout.toMillis(), TimeUnit.MILLISECONDS);
    synchronized (this) {
      if (stream != null) {
        stream.end("the service is stopping");
      }
    }
    return finished;
  }

  private synchronized void up(Stream opened) {
    if (opened != stream || opened.ended || opened.taken) {
      return;
    }
    opened.taken = true;
    connected = true;
    detail = "The worker is connected.";
    delay.reset();
    LOG.info("The worker is connected to the engine.");
  }

  private synchronized void down(Stream closed, Status status) {
    closed.ended = true;
    connected = false;
    if (draining) {
      return;
    }
    Duration pause = delay.next();
    notConnected(closed.reason(status), "It is tried again until it is. (" + oneLine(status) + ")");
    boolean unreachable = !link.reach();
    retry(System.nanoTime() + pause.toNanos(), unreachable);
  }

  /** One line for each new reason. */
  private void notConnected(String reason, String remark) {
    String known = detail;
    detail = "The worker is not connected: " + reason + ".";
    if (!detail.equals(known)) {
      LOG.warnf("The worker is not connected: %s. %s", reason, remark);
    }
  }

  private static String oneLine(Status status) {
    return status.toString().replaceAll("\\R", " ");
  }

  /**
   * When the pause is over; or, where nobody listened, as soon as somebody does: the pause spares
   * an engine that has trouble, and none is spared by waiting for one that has just come.
   */
  private void retry(long at, boolean unreachable) {
    long left = at - System.nanoTime();
    if (left <= 0 || (unreachable && link.reach())) {
      connect();
    } else if (!draining) {
      long pause = unreachable ? Math.min(left, delay.look().toNanos()) : left;
      threads.timer().schedule(() -> retry(at, unreachable), pause, TimeUnit.NANOSECONDS);
    }
  }

  private void take(WorkItem item) {
    // Items that arrive while draining are left to the engine: it gives them to another worker.
    if (!draining && idle.tryAcquire()) {
      threads.items().execute(() -> run(item));
    }
  }

  private void run(WorkItem item) {
    CompletionStage<?> reported;
    try {
      reported = runner.apply(item);
    } catch (RuntimeException | Error failure) {
      reported = CompletableFuture.failedFuture(failure);
    }
    reported.whenComplete((done, failure) -> reported(failure));
  }

  private void reported(@Nullable Throwable failure) {
    if (failure != null) {
      LOG.errorf("A work item could not be reported, the engine gives it out again: %s", failure);
      breakStream();
    }
    release();
  }

  /** An engine waits for a report until the stream ends; only then is the item given out again. */
  private synchronized void breakStream() {
    if (stream != null && !draining) {
      stream.end("a work item could not be reported");
    }
  }

  /** Together with {@link #connect} in one lock: what runs and what is asked for add up to all. */
  private synchronized void release() {
    idle.release();
    if (stream != null && !draining) {
      stream.call.request(1);
    }
  }

  private final class Stream extends ClientCall.Listener<WorkItem> {
    private final ClientCall<GetWorkItemsRequest, WorkItem> call;
    private final long openedAt = System.nanoTime();

    /** A sidecar that shuts down does not do for long what it does from then on. */
    private final Hold hold =
        new Hold(control, limits.hold(), () -> end("the sidecar was asked to shut down"));

    private volatile boolean heldBack;
    private volatile boolean served;
    private volatile boolean taken;
    private volatile boolean ended;
    private volatile @Nullable String reason;

    Stream(ClientCall<GetWorkItemsRequest, WorkItem> call) {
      this.call = call;
    }

    Duration age() {
      return Duration.ofNanos(System.nanoTime() - openedAt);
    }

    void end(String why) {
      reason = why;
      call.cancel(why, null);
    }

    String reason(Status status) {
      return reason == null ? Diagnosis.of(status) : reason;
    }

    /** Whether it was this worker for certain that the sidecar has counted. */
    boolean wasCounted() {
      return served || (taken && age().compareTo(COUNT_SETTLED_AFTER) >= 0);
    }

    Duration nextLook() {
      if (wasCounted()) {
        return LATER_LOOK;
      }
      return taken || heldBack ? SOON_LOOK : FIRST_LOOK;
    }

    @Override
    public void onHeaders(Metadata headers) {
      served = true;
      up(this);
    }

    @Override
    public void onMessage(WorkItem item) {
      take(item);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      down(this, status);
    }
  }
}
