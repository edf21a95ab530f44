package travel.saga.engine.crash;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;

/** The one activity: its input says what it is to answer. */
final class ActivityCode {
  static final String NAME = "activity";

  private ActivityCode() {}

  /**
   * @param run goes into the answer, so that a recorded outcome tells which run it is of
   */
  static ActivityResponse.Builder run(ActivityRequest request, long run) {
    ActivityResponse.Builder response =
        ActivityResponse.newBuilder()
            .setInstanceId(request.getOrchestrationInstance().getInstanceId())
            .setTaskId(request.getTaskId());
    String[] input = request.getInput().getValue().split(":", -1);
    if (input[2].equals("fail")) {
      return response.setFailureDetails(
          TaskFailureDetails.newBuilder().setErrorType("Fault").setErrorMessage("run " + run));
    }
    long value = Values.activity(Long.parseLong(input[0]), Long.parseLong(input[1]));
    return response.setResult(StringValue.of(value + "#" + run));
  }

  /** The value in a result. */
  static long value(String result) {
    return Long.parseLong(result.substring(0, result.indexOf('#')));
  }
}
