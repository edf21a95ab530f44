package travel.saga.reservation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dapr.workflows.WorkflowActivityContext;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/** One call of an activity; its input went over the wire, as a saga sends it. */
public record FakeActivityContext(byte[] json) implements WorkflowActivityContext {
  private static final ReservationId ID = ReservationId.random();

  public static FakeActivityContext with(Object input) {
    ObjectNode call = WireFormat.MAPPER.valueToTree(new StepCall(ID, 1, true, false));
    call.setAll(WireFormat.MAPPER.<ObjectNode>valueToTree(input));
    return new FakeActivityContext(WireFormat.bytes(call));
  }

  @Override
  public <T> T getInput(Class<T> type) {
    return WireFormat.read(json, type);
  }

  @Override
  public Logger getLogger() {
    return NOPLogger.NOP_LOGGER;
  }

  @Override
  public String getName() {
    return "activity";
  }

  @Override
  public String getTaskExecutionId() {
    return "1";
  }

  @Override
  public String getTraceParent() {
    return "";
  }
}
