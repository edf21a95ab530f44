package travel.saga.acceptance;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dapr.v1.CommonProtos.StateItem;
import io.dapr.v1.DaprPubsubProtos.PublishEventRequest;
import io.dapr.v1.DaprStateProtos.ExecuteStateTransactionRequest;
import io.dapr.v1.DaprStateProtos.SaveStateRequest;
import io.dapr.v1.DaprStateProtos.TransactionalStateOperation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import travel.saga.engine.EmbeddedEngine;
import travel.saga.engine.EngineSettings;

/** An engine beside the service, as a sidecar is, whose calls can be made to fail. */
final class FaultySidecar implements EngineUnderTest {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path dataDirectory;
  private final EmbeddedEngine engine;
  private final FaultInjection injection = new FaultInjection();
  private final int port;

  private FaultySidecar(Path dataDirectory) {
    this.dataDirectory = dataDirectory;
    this.engine = EmbeddedEngine.start(EngineSettings.of(dataDirectory));
    this.port = engine.listen(0, injection);
  }

  static FaultySidecar in(Path dataDirectory) {
    return new FaultySidecar(dataDirectory);
  }

  /** Lets the calls that match fail, from now until the fault is mended. */
  Fault inject(Fault.Kind kind, Predicate<Object> calls) {
    Fault fault = new Fault(kind, calls);
    injection.add(fault);
    return fault;
  }

  /** Calls that publish an event. */
  static Predicate<Object> publishing() {
    return PublishEventRequest.class::isInstance;
  }

  /** Calls that bring an entry of the ledger to the status. */
  static Predicate<Object> writing(Ledger ledger, String status) {
    return writing(
        item ->
            item.getKey().startsWith(ledger.prefix())
                && item.getKey().endsWith(ledger.suffix())
                && statusIn(item).equals(status));
  }

  /** Calls that bring a reservation's record to the status. */
  static Predicate<Object> settling(String status) {
    return writing(
        item -> item.getKey().startsWith("reservation|") && statusIn(item).equals(status));
  }

  private static Predicate<Object> writing(Predicate<StateItem> wanted) {
    return request -> itemsOf(request).anyMatch(wanted);
  }

  private static Stream<StateItem> itemsOf(Object request) {
    if (request instanceof SaveStateRequest save) {
      return save.getStatesList().stream();
    }
    if (request instanceof ExecuteStateTransactionRequest transaction) {
      return transaction.getOperationsList().stream().map(TransactionalStateOperation::getRequest);
    }
    return Stream.empty();
  }

  private static String statusIn(StateItem item) {
    try {
      return JSON.readTree(item.getValue().toByteArray()).path("status").asText();
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public Map<String, String> environment() {
    return Map.of("RESERVATIONS_ENGINE", "dapr", "DAPR_GRPC_ENDPOINT", "127.0.0.1:" + port);
  }

  @Override
  public LedgerProbe ledger() {
    return new SqliteLedgerProbe(dataDirectory);
  }

  @Override
  public void close() {
    engine.close();
  }
}
