package travel.saga.conformance;

import io.dapr.workflows.Workflow;
import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.WorkflowStub;
import io.dapr.workflows.runtime.WorkflowRuntimeBuilder;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the workflows and activities of the scenarios do. The SDK takes registrations only before
 * its worker is started, and one worker a process; so fixed names are registered for every
 * scenario, and each scenario says what stands behind its own.
 */
final class Script {
  /** A workflow's part in its scenario. */
  enum Role {
    PARENT,
    CHILD,
    GRANDCHILD;

    String in(int scenario) {
      return "scenario-%02d-%s".formatted(scenario, name());
    }
  }

  private final Map<String, WorkflowStub> workflows = new ConcurrentHashMap<>();
  private final Map<String, WorkflowActivity> activities = new ConcurrentHashMap<>();

  static String activity(int scenario, String suffix) {
    return "scenario-%02d-%s".formatted(scenario, suffix);
  }

  void registerAt(WorkflowRuntimeBuilder builder, int scenarios) {
    for (int number = 0; number <= scenarios; number++) {
      for (Role role : Role.values()) {
        String name = role.in(number);
        Workflow workflow = () -> context -> known(workflows, name).run(context);
        builder.registerWorkflow(name, workflow, null, null);
      }
      for (String suffix : new String[] {"step", "other"}) {
        String name = activity(number, suffix);
        builder.registerActivity(
            name, (WorkflowActivity) context -> known(activities, name).run(context));
      }
    }
  }

  private static <C> C known(Map<String, C> codes, String name) {
    return Objects.requireNonNull(codes.get(name), name + " has not been written");
  }

  void write(String name, WorkflowStub code) {
    workflows.put(name, code);
  }

  void write(String name, WorkflowActivity code) {
    activities.put(name, code);
  }
}
