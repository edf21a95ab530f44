package travel.saga.dapr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Empty;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetWorkItemsRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprMetadataProtos.GetMetadataRequest;
import io.dapr.v1.DaprMetadataProtos.GetMetadataResponse;
import io.dapr.v1.DaprMetadataProtos.MetadataWorkflows;
import io.dapr.v1.DaprProtos.ShutdownRequest;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A sidecar sends nothing on the stream until it has work: whether it took it, it has to tell. */
class WorkerReadinessTest {
  private static final String NAME = "readiness-test";
  private static final Duration A_WHILE = Duration.ofMillis(1_500);
  private static final Duration LONGER_THAN_ANOTHERS_COUNT = Duration.ofSeconds(11);
  private static final Duration A_MINUTE = Duration.ofMinutes(1);
  private static final Duration HOLD_LIMIT = Duration.ofMillis(5_500);

  private final Sidecar sidecar = new Sidecar();
  private final List<WorkItem> items = new CopyOnWriteArrayList<>();
  private final Server server = start();
  private final ManagedChannel channel = InProcessChannelBuilder.forName(NAME).build();
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final WorkflowWorker worker =
      new WorkflowWorker(
          new ChannelLink(channel),
          item -> {
            items.add(item);
            return CompletableFuture.completedFuture(null);
          },
          new WorkflowWorker.Threads(pool, pool, timer),
          new ReconnectDelay(new Random(1)),
          new WorkflowWorker.Limits(1, HOLD_LIMIT));

  @AfterEach
  void close() throws InterruptedException {
    worker.drain(Duration.ZERO);
    channel.shutdownNow();
    server.shutdownNow();
    pool.shutdownNow();
    timer.shutdownNow();
  }

  @Test
  void isConnectedWhenTheSidecarCountsAWorker() {
    sidecar.metadata = counting(1);

    worker.connect();

    await().until(worker::connected);
  }

  @Test
  void isNotConnectedWhileTheSidecarCountsNone() {
    sidecar.metadata = counting(0);

    worker.connect();

    await().during(A_WHILE).until(() -> !worker.connected());
    sidecar.metadata = counting(1);
    await().until(worker::connected);
  }

  @Test
  void asksASidecarToShutDownThatHoldsTheWorkerBackForTooLong() {
    sidecar.metadata = counting(0);

    worker.connect();

    await().until(() -> worker.detail().contains("the sidecar holds it back"));
    assertThat(sidecar.shutDowns).hasValue(0);
    await().until(() -> sidecar.shutDowns.get() == 1);
    assertThat(worker.connected()).isFalse();
    await().until(() -> sidecar.streams.get() == 2);
  }

  @Test
  void opensAnotherStreamWhenASidecarThatHadNoWorkForItHasLostSightOfIt() {
    sidecar.metadata = counting(1);
    worker.connect();
    await().during(LONGER_THAN_ANOTHERS_COUNT).atMost(A_MINUTE).until(worker::connected);

    sidecar.metadata = counting(0);

    await().until(() -> !worker.connected());
    assertThat(worker.detail()).contains("the sidecar has lost sight of the worker");
    assertThat(sidecar.shutDowns).hasValue(0);
    sidecar.metadata = counting(1);
    await().until(worker::connected);
    assertThat(sidecar.streams).hasValueGreaterThan(1);
  }

  @Test
  void isHeldBackWhereItWasOnlyCountedTogetherWithOneThatHasGone() {
    sidecar.metadata = counting(1);
    worker.connect();
    await().until(worker::connected);

    sidecar.metadata = counting(0);

    await().until(() -> worker.detail().contains("the sidecar holds it back"));
    assertThat(worker.connected()).isFalse();
    sidecar.metadata = counting(1);
    await().until(worker::connected);
    assertThat(sidecar.streams).hasValue(1);
  }

  @Test
  void trustsAStreamThatLastsWhereTheSidecarDoesNotTell() {
    sidecar.metadata = GetMetadataResponse.getDefaultInstance();

    worker.connect();

    assertThat(worker.connected()).isFalse();
    await().until(worker::connected);
  }

  @Test
  void trustsAStreamThatLastsWhereMetadataIsForbidden() {
    sidecar.failure = Status.PERMISSION_DENIED;

    worker.connect();

    await().until(worker::connected);
  }

  @Test
  void isNotConnectedWhileTheSidecarDoesNotAnswer() {
    sidecar.failure = Status.UNAVAILABLE;

    worker.connect();

    await().during(A_WHILE).until(() -> !worker.connected());
  }

  @Test
  void opensAnotherStreamWhenTheSidecarHasLostSightOfIt() {
    sidecar.metadata = counting(1);
    worker.connect();
    await().until(worker::connected);
    sidecar.sendItem();
    await().until(() -> items.size() == 1);

    sidecar.metadata = counting(0);

    await().until(() -> !worker.connected());
    assertThat(worker.detail()).contains("the sidecar has lost sight of the worker");
    sidecar.metadata = counting(1);
    await().until(worker::connected);
    assertThat(sidecar.streams).hasValueGreaterThan(1);
  }

  private Server start() {
    try {
      return InProcessServerBuilder.forName(NAME)
          .addService(sidecar.workflows)
          .addService(sidecar.runtime)
          .build()
          .start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static GetMetadataResponse counting(int workers) {
    return GetMetadataResponse.newBuilder()
        .setWorkflows(MetadataWorkflows.newBuilder().setConnectedWorkers(workers))
        .build();
  }

  /** Holds streams open in silence. */
  private static final class Sidecar {
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger shutDowns = new AtomicInteger();
    private volatile GetMetadataResponse metadata = GetMetadataResponse.getDefaultInstance();
    private volatile Status failure = Status.OK;
    private volatile @Nullable StreamObserver<WorkItem> stream;

    void sendItem() {
      Objects.requireNonNull(stream).onNext(WorkItem.getDefaultInstance());
    }

    private final TaskHubSidecarServiceGrpc.TaskHubSidecarServiceImplBase workflows =
        new TaskHubSidecarServiceGrpc.TaskHubSidecarServiceImplBase() {
          @Override
          public void getWorkItems(GetWorkItemsRequest request, StreamObserver<WorkItem> out) {
            streams.incrementAndGet();
            stream = out;
          }
        };

    private final DaprGrpc.DaprImplBase runtime =
        new DaprGrpc.DaprImplBase() {
          @Override
          public void getMetadata(
              GetMetadataRequest request, StreamObserver<GetMetadataResponse> out) {
            if (failure.isOk()) {
              out.onNext(metadata);
              out.onCompleted();
            } else {
              out.onError(failure.asRuntimeException());
            }
          }

          @Override
          public void shutdown(ShutdownRequest request, StreamObserver<Empty> out) {
            shutDowns.incrementAndGet();
            out.onNext(Empty.getDefaultInstance());
            out.onCompleted();
          }
        };
  }
}
