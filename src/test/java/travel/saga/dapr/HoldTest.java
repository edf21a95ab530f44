package travel.saga.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Empty;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprProtos.ShutdownRequest;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HoldTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final AtomicInteger shutDowns = new AtomicInteger();
  private final AtomicInteger agreed = new AtomicInteger();
  private volatile Status answer = Status.OK;
  private final Server server = start();
  private final ManagedChannel channel =
      InProcessChannelBuilder.forName("hold-test").directExecutor().build();
  private final EngineControl control = new EngineControl(channel, Runnable::run);

  @AfterEach
  void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void isNoneWhileASidecarMayJustBeSlow() {
    assertThat(hold(LIMIT).afterWaiting(Duration.ofMillis(4_999))).isFalse();
  }

  @Test
  void isOneFromFiveSecondsOn() {
    assertThat(hold(LIMIT).afterWaiting(Duration.ofSeconds(5))).isTrue();
    assertThat(shutDowns).hasValue(0);
  }

  @Test
  void asksOnceAtTheLimit() {
    Hold hold = hold(LIMIT);

    hold.afterWaiting(Duration.ofSeconds(89));
    assertThat(shutDowns).hasValue(0);
    hold.afterWaiting(LIMIT);
    hold.afterWaiting(LIMIT.plusSeconds(1));

    assertThat(shutDowns).hasValue(1);
    assertThat(agreed).hasValue(1);
  }

  @Test
  void goesOnWaitingWhereTheSidecarRefuses() {
    answer = Status.PERMISSION_DENIED;

    assertThat(hold(LIMIT).afterWaiting(LIMIT)).isTrue();

    assertThat(shutDowns).hasValue(1);
    assertThat(agreed).hasValue(0);
  }

  @Test
  void neverAsksWithoutALimit() {
    assertThat(hold(Duration.ZERO).afterWaiting(Duration.ofDays(1))).isTrue();
    assertThat(shutDowns).hasValue(0);
  }

  private Hold hold(Duration limit) {
    return new Hold(control, limit, agreed::incrementAndGet);
  }

  private Server start() {
    try {
      return InProcessServerBuilder.forName("hold-test")
          .directExecutor()
          .addService(
              new DaprGrpc.DaprImplBase() {
                @Override
                public void shutdown(ShutdownRequest request, StreamObserver<Empty> out) {
                  shutDowns.incrementAndGet();
                  if (answer.isOk()) {
                    out.onNext(Empty.getDefaultInstance());
                    out.onCompleted();
                  } else {
                    out.onError(answer.asRuntimeException());
                  }
                }
              })
          .build()
          .start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
