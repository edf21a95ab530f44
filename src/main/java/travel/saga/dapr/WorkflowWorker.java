package travel.saga.dapr;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetWorkItemsRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes work items from the engine's stream and runs them. In place of the SDK's own loop, which
 * reconnects at a fixed pace, takes more work than it can run, cannot say whether it is connected
 * and closes while work is running.
 */
final class WorkflowWorker implements WorkerStatus {
  private static final Logger LOG = Logger.getLogger(WorkflowWorker.class);

  /** What runs the worker: threads for the items, a timer for the next connection. */
  record Threads(ExecutorService items, ScheduledExecutorService timer) {}

  private final Channel channel;
  private final Consumer<WorkItem> runner;
  private final Threads threads;
  private final ReconnectDelay delay;
  private final int maxInFlight;
  private final Semaphore idle;
  private volatile boolean connected;
  private volatile boolean draining;
  private volatile String detail = "The worker has not connected yet.";
  private @Nullable Stream stream;

  WorkflowWorker(
      Channel channel,
      Consumer<WorkItem> runner,
      Threads threads,
      ReconnectDelay delay,
      int maxInFlight) {
    this.channel = channel;
    this.runner = runner;
    this.threads = threads;
    this.delay = delay;
    this.maxInFlight = maxInFlight;
    this.idle = new Semaphore(maxInFlight);
  }

  @Override
  public boolean connected() {
    return connected && !draining;
  }

  @Override
  public String detail() {
    return detail;
  }

  /** Connects, and goes on trying to until drained. */
  synchronized void connect() {
    if (draining) {
      return;
    }
    ClientCall<GetWorkItemsRequest, WorkItem> call =
        channel.newCall(
            TaskHubSidecarServiceGrpc.getGetWorkItemsMethod(),
            CallOptions.DEFAULT.withWaitForReady());
    stream = new Stream(call);
    call.start(stream, new Metadata());
    call.sendMessage(GetWorkItemsRequest.getDefaultInstance());
    call.halfClose();
    call.request(idle.availablePermits());
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
    boolean finished = idle.tryAcquire(maxInFlight, timeout.toMillis(), TimeUnit.MILLISECONDS);
    synchronized (this) {
      if (stream != null) {
        stream.call.cancel("the service is stopping", null);
      }
    }
    return finished;
  }

  private void up() {
    if (!connected) {
      connected = true;
      detail = "The worker is connected.";
      delay.reset();
      LOG.info("The worker is connected to the engine.");
    }
  }

  private void down(Status status) {
    connected = false;
    if (draining) {
      return;
    }
    Duration pause = delay.next();
    String why = status.getDescription();
    detail =
        "The worker's stream to the engine is down: "
            + status.getCode()
            + (why == null ? "" : " (" + why + ")");
    LOG.warnf("%s; next try in %d ms", detail, pause.toMillis());
    threads.timer().schedule(this::connect, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void take(WorkItem item) {
    // Items that arrive while draining are left to the engine: it gives them to another worker.
    if (!draining && idle.tryAcquire()) {
      threads.items().execute(() -> run(item));
    }
  }

  private void run(WorkItem item) {
    try {
      runner.accept(item);
    } catch (RuntimeException unreported) {
      LOG.errorf(
          "A work item could not be reported, the engine gives it out again: %s", unreported);
      breakStream();
    } finally {
      release();
    }
  }

  /** An engine waits for a report until the stream ends; only then is the item given out again. */
  private synchronized void breakStream() {
    if (stream != null && !draining) {
      stream.call.cancel("a work item could not be reported", null);
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

    Stream(ClientCall<GetWorkItemsRequest, WorkItem> call) {
      this.call = call;
    }

    @Override
    public void onHeaders(Metadata headers) {
      up();
    }

    @Override
    public void onMessage(WorkItem item) {
      take(item);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      down(status);
    }
  }
}
