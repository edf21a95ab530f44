package travel.saga.dapr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetWorkItemsRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkflowWorkerTest {
  private static final int MAX_IN_FLIGHT = 2;

  private final FakeEngine engine = new FakeEngine();
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final CountDownLatch release = new CountDownLatch(1);
  private final List<String> running = new CopyOnWriteArrayList<>();
  private Server server = start();
  private ManagedChannel channel = channel();
  private WorkflowWorker worker = worker(this::holdUntilReleased);

  private static final String NAME = "worker-test";

  @BeforeEach
  void connect() {
    worker.connect();
    await().until(worker::connected);
  }

  @AfterEach
  void close() throws InterruptedException {
    release.countDown();
    worker.drain(Duration.ZERO);
    channel.shutdownNow();
    server.shutdownNow();
    pool.shutdownNow();
    timer.shutdownNow();
  }

  @Test
  void takesNoMoreThanItCanRunAtATime() {
    engine.send(5);
    await().until(() -> running.size() == MAX_IN_FLIGHT);

    assertThat(engine.sent).hasValue(MAX_IN_FLIGHT);
    release.countDown();

    await().until(() -> running.size() == 5);
  }

  @Test
  void isNotConnectedAndSaysWhyWhenTheEngineGoesAway() {
    server.shutdownNow();

    await().until(() -> !worker.connected());
    assertThat(worker.detail()).contains("the sidecar is away");
  }

  @Test
  void connectsAgainWhenTheStreamEndsInWhateverWay() {
    for (Status end : List.of(Status.UNAVAILABLE, Status.OK, Status.INTERNAL)) {
      int before = engine.streams.get();
      engine.end(end);
      await().atMost(Duration.ofSeconds(20)).until(() -> engine.streams.get() > before);
      await().until(worker::connected);
    }
    engine.send(1);
    await().until(() -> running.size() == 1);
  }

  @Test
  void survivesAnItemThatCannotBeReported() {
    worker =
        worker(
            item -> {
              running.add("failed");
              throw Status.UNAVAILABLE.asRuntimeException();
            });
    worker.connect();
    await().until(() -> engine.streams.get() == 2);

    engine.send(5);

    await().until(() -> running.size() == 5);
  }

  @Test
  void drainRefusesNewWorkWaitsForWhatRunsAndThenCloses()
      throws InterruptedException, ExecutionException, TimeoutException {
    engine.send(1);
    await().until(() -> running.size() == 1);

    Future<Boolean> drained = pool.submit(() -> worker.drain(Duration.ofSeconds(30)));
    await().until(() -> !worker.connected());
    engine.send(1);
    assertThat(engine.cancelled).isFalse();
    release.countDown();

    assertThat(drained.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(running).hasSize(1);
    await().until(() -> engine.cancelled);
  }

  @Test
  void drainGivesUpWaitingAtItsTimeout() throws InterruptedException {
    engine.send(1);
    await().until(() -> running.size() == 1);

    assertThat(worker.drain(Duration.ofMillis(10))).isFalse();
  }

  @Test
  void reconnectPausesGrowToTheCapAndBeginAgainAfterSuccess() {
    ReconnectDelay delay = new ReconnectDelay(new Random(1));

    assertThat(delay.next()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    for (int i = 0; i < 10; i++) {
      delay.next();
    }
    assertThat(delay.next()).isBetween(Duration.ofMillis(7500), Duration.ofSeconds(15));
    delay.reset();
    assertThat(delay.next()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  private void holdUntilReleased(WorkItem item) {
    running.add(item.getCompletionToken());
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private WorkflowWorker worker(Consumer<WorkItem> runner) {
    return new WorkflowWorker(
        new ChannelLink(channel),
        item -> {
          runner.accept(item);
          return CompletableFuture.completedFuture(null);
        },
        new WorkflowWorker.Threads(pool, pool, timer),
        new ReconnectDelay(new Random(1)),
        new WorkflowWorker.Limits(MAX_IN_FLIGHT, Duration.ZERO));
  }

  private Server start() {
    try {
      return InProcessServerBuilder.forName(NAME)
          .addService(engine)
          .intercept(new HeadersAtOnce())
          .build()
          .start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static ManagedChannel channel() {
    return InProcessChannelBuilder.forName(NAME).build();
  }

  /** An engine that has one stream and items on command; it sends when the worker asks. */
  private static final class FakeEngine
      extends TaskHubSidecarServiceGrpc.TaskHubSidecarServiceImplBase {
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean cancelled;
    private volatile @Nullable ServerCallStreamObserver<WorkItem> stream;

    @Override
    public void getWorkItems(GetWorkItemsRequest request, StreamObserver<WorkItem> out) {
      ServerCallStreamObserver<WorkItem> call = (ServerCallStreamObserver<WorkItem>) out;
      call.setOnCancelHandler(() -> cancelled = true);
      call.setOnReadyHandler(this::pump);
      stream = call;
      streams.incrementAndGet();
    }

    void send(int items) {
      waiting.addAndGet(items);
      pump();
    }

    void end(Status status) {
      ServerCallStreamObserver<WorkItem> open = Objects.requireNonNull(stream);
      stream = null;
      if (status.isOk()) {
        open.onCompleted();
      } else {
        open.onError(status.asRuntimeException());
      }
    }

    private synchronized void pump() {
      ServerCallStreamObserver<WorkItem> open = stream;
      while (open != null && open.isReady() && waiting.get() > 0) {
        waiting.decrementAndGet();
        int number = sent.incrementAndGet();
        open.onNext(WorkItem.newBuilder().setCompletionToken("item " + number).build());
      }
    }
  }

  private static final class HeadersAtOnce implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      call.sendHeaders(new Metadata());
      return next.startCall(
          new io.grpc.ForwardingServerCall.SimpleForwardingServerCall<>(call) {
            @Override
            public void sendHeaders(Metadata sentAlready) {}
          },
          headers);
    }
  }
}
