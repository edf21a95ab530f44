package travel.saga.acceptance;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CreateInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.RerunWorkflowFromEventRequest;
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

/** The engine behind a network whose calls can be made to fail. */
final class FaultySidecar implements EngineUnderTest {
  private static final JsonMapper JSON = new JsonMapper();

  private final BackingEngine engine;
  private final FaultInjection injection = new FaultInjection();
  private final GrpcProxy network;

  private FaultySidecar(BackingEngine engine) {
    this.engine = engine;
    this.network = GrpcProxy.to(engine.openChannel(), injection);
  }

  static FaultySidecar in(Path dataDirectory) {
    return new FaultySidecar(EngineChoice.configured().besideService(dataDirectory));
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

  /** Calls that start a workflow whose id ends so. */
  static Predicate<Object> starting(String endOfId) {
    return request ->
        request instanceof CreateInstanceRequest start && start.getInstanceId().endsWith(endOfId);
  }

  /** Calls that let a workflow go on where another has ended. */
  static Predicate<Object> rerunning() {
    return RerunWorkflowFromEventRequest.class::isInstance;
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

  /** Calls that claim an idempotency key. */
  static Predicate<Object> claiming() {
    return writing(item -> item.getKey().startsWith("idem|"));
  }

  /** Calls that enter reservations in the log. */
  static Predicate<Object> logging() {
    return writing(item -> item.getKey().startsWith("log|"));
  }

  /** Calls that start a workflow. */
  static Predicate<Object> starting() {
    return CreateInstanceRequest.class::isInstance;
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
    return EngineUnderTest.sidecarAt(network.port());
  }

  @Override
  public LedgerProbe ledger() {
    return engine.ledger();
  }

  @Override
  public String logTail() {
    return engine.logTail();
  }

  @Override
  public void close() {
    network.close();
    engine.close();
  }
}
