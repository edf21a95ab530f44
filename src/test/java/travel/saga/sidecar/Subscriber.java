package travel.saga.sidecar;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Value;
import io.dapr.v1.DaprAppCallbackProtos.TopicEventRequest;
import io.dapr.v1.DaprAppCallbackProtos.TopicEventResponse;
import io.dapr.v1.DaprAppCallbackProtos.TopicEventResponse.TopicEventResponseStatus;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprPubsubProtos.SubscribeTopicEventsRequestAlpha1;
import io.dapr.v1.DaprPubsubProtos.SubscribeTopicEventsRequestInitialAlpha1;
import io.dapr.v1.DaprPubsubProtos.SubscribeTopicEventsRequestProcessedAlpha1;
import io.dapr.v1.DaprPubsubProtos.SubscribeTopicEventsResponseAlpha1;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Receives the events of topics from a sidecar, as an application of another team would, and keeps
 * each once: an event that comes again has the id it had before.
 */
public final class Subscriber implements AutoCloseable {
  /** An event as it arrived, put together as a CloudEvent again. */
  public record Received(String topic, ObjectNode cloudEvent) {}

  private static final JsonMapper JSON = new JsonMapper();
  private static final long PATIENCE_SECONDS = 30;
  private static final long PAUSE_MILLIS = 200;

  private final ManagedChannel channel;
  private final ConcurrentMap<String, Received> byId = new ConcurrentHashMap<>();
  private final AtomicInteger deliveries = new AtomicInteger();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  private Subscriber(ManagedChannel channel) {
    this.channel = channel;
  }

  /** Nothing is received yet, and the sidecar need not be there. */
  public static Subscriber of(Sidecar sidecar) {
    return new Subscriber(sidecar.openChannel());
  }

  /**
   * Subscribes, and answers when the sidecar has taken all subscriptions. Does so again whenever
   * the sidecar has been away.
   */
  public void subscribe(String pubsub, List<String> topics) {
    channel.resetConnectBackoff();
    topics.stream()
        .map(topic -> new Subscription(pubsub, topic))
        .map(Subscription::open)
        .toList()
        .forEach(Subscription::awaitTaken);
  }

  public Collection<Received> received() {
    return List.copyOf(byId.values());
  }

  /** How often something arrived; more than was received where something came again. */
  public int deliveries() {
    return deliveries.get();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    channel.shutdownNow();
  }

  private Received read(TopicEventRequest event) {
    ObjectNode cloudEvent =
        JSON.createObjectNode()
            .put("specversion", event.getSpecVersion())
            .put("id", event.getId())
            .put("source", event.getSource())
            .put("type", event.getType())
            .put("datacontenttype", event.getDataContentType());
    event.getExtensions().getFieldsMap().forEach((name, value) -> putText(cloudEvent, name, value));
    try {
      cloudEvent.set("data", JSON.readTree(event.getData().toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Received(event.getTopic(), cloudEvent);
  }

  private static void putText(ObjectNode cloudEvent, String name, Value value) {
    if (value.hasStringValue()) {
      cloudEvent.put(name, value.getStringValue());
    }
  }

  /** One topic's stream; each event is acknowledged when it is kept. */
  private final class Subscription implements StreamObserver<SubscribeTopicEventsResponseAlpha1> {
    private final String pubsub;
    private final String topic;
    private final CountDownLatch taken = new CountDownLatch(1);
    private @Nullable StreamObserver<SubscribeTopicEventsRequestAlpha1> requests;

    Subscription(String pubsub, String topic) {
      this.pubsub = pubsub;
      this.topic = topic;
    }

    synchronized Subscription open() {
      requests = DaprGrpc.newStub(channel).subscribeTopicEventsAlpha1(this);
      requests.onNext(
          SubscribeTopicEventsRequestAlpha1.newBuilder()
              .setInitialRequest(
                  SubscribeTopicEventsRequestInitialAlpha1.newBuilder()
                      .setPubsubName(pubsub)
                      .setTopic(topic))
              .build());
      return this;
    }

    void awaitTaken() {
      try {
        if (!taken.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw new AssertionError("the sidecar took no subscription to " + topic);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }

    @Override
    public void onNext(SubscribeTopicEventsResponseAlpha1 response) {
      if (response.hasInitialResponse()) {
        taken.countDown();
        return;
      }
      TopicEventRequest event = response.getEventMessage();
      deliveries.incrementAndGet();
      byId.putIfAbsent(event.getId(), read(event));
      acknowledge(event.getId());
    }

    private synchronized void acknowledge(String id) {
      Objects.requireNonNull(requests)
          .onNext(
              SubscribeTopicEventsRequestAlpha1.newBuilder()
                  .setEventProcessed(
                      SubscribeTopicEventsRequestProcessedAlpha1.newBuilder()
                          .setId(id)
                          .setStatus(
                              TopicEventResponse.newBuilder()
                                  .setStatus(TopicEventResponseStatus.SUCCESS)))
                  .build());
    }

    @Override
    public void onError(Throwable error) {
      again();
    }

    @Override
    public void onCompleted() {
      again();
    }

    private void again() {
      try {
        timer.schedule(this::open, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException closed) {
        // nobody wants to know any more
      }
    }
  }
}
