package travel.saga.dapr;

import io.grpc.Channel;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The way to the engine. Above this, nobody knows which one it is. */
interface EngineLink extends AutoCloseable {
  /** Carries the workflow protocol and the Dapr runtime's. */
  Channel channel();

  /** For people: what this service is connected to. */
  String description();

  /**
   * State keys that begin with {@code prefix}, in order, behind {@code after} where given. The Dapr
   * state API cannot list; an engine that cannot either answers with an empty list.
   */
  CompletionStage<List<String>> keys(
      String stateStore, String prefix, @Nullable String after, int limit);

  CompletionStage<Long> countKeys(String stateStore, String prefix);

  @Override
  void close();
}
