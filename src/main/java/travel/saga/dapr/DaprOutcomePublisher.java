package travel.saga.dapr;

import com.google.protobuf.ByteString;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprPubsubProtos.PublishEventRequest;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import travel.saga.notification.OutcomeEvent;
import travel.saga.notification.OutcomePublisher;

/** {@link OutcomePublisher} on the Dapr pub/sub API; the event's own id and type are kept. */
final class DaprOutcomePublisher implements OutcomePublisher {
  private final GrpcCalls calls;
  private final String pubsubName;
  private final Duration timeout;

  DaprOutcomePublisher(GrpcCalls calls, String pubsubName, Duration timeout) {
    this.calls = calls;
    this.pubsubName = pubsubName;
    this.timeout = timeout;
  }

  @Override
  public CompletionStage<Void> publish(OutcomeEvent event) {
    PublishEventRequest request =
        PublishEventRequest.newBuilder()
            .setPubsubName(pubsubName)
            .setTopic(event.topic())
            .setDataContentType("application/cloudevents+json")
            .setData(ByteString.copyFrom(event.cloudEvent()))
            .build();
    return calls.unary(DaprGrpc.getPublishEventMethod(), request, timeout).thenAccept(sent -> {});
  }
}
