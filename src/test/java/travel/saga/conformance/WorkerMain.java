package travel.saga.conformance;

import io.dapr.config.Properties;
import io.dapr.workflows.Workflow;
import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.runtime.WorkflowRuntimeBuilder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A worker alone in a process: the engine's port, then traits. */
final class WorkerMain {
  /** In what a worker differs from others. */
  enum Trait {
    /** Stays for ever in the activity {@code second}. */
    STUCK_IN_ACTIVITY,
    /** Stays for ever in the turn after the activity {@code first}. */
    STUCK_IN_TURN,
    /** The next release, with another version of a workflow and a patch in another. */
    NEXT_RELEASE
  }

  /** Says several lines a work item below WARNING. Held, or its level is forgotten. */
  private static final Logger SDK = Logger.getLogger("io.dapr");

  private WorkerMain() {}

  public static void main(String[] arguments) {
    SDK.setLevel(Level.WARNING);
    Set<Trait> traits = EnumSet.noneOf(Trait.class);
    Arrays.stream(arguments).skip(1).map(Trait::valueOf).forEach(traits::add);
    Properties address =
        new Properties(Map.of("dapr.grpc.endpoint", "http://127.0.0.1:" + arguments[0]));
    WorkflowRuntimeBuilder builder = new WorkflowRuntimeBuilder(address);
    Steps.registerAt(builder, address, traits);
    ReleasedWorkflows.registerAt(builder, traits.contains(Trait.NEXT_RELEASE));
    builder.build().start(true);
  }

  static void workflow(WorkflowRuntimeBuilder builder, String name, Workflow code) {
    builder.registerWorkflow(name, code, null, null);
  }

  static void activity(WorkflowRuntimeBuilder builder, String name, WorkflowActivity code) {
    builder.registerActivity(name, code);
  }

  /** One line, to be read by the test. */
  static synchronized void say(String line) {
    System.out.println(line);
  }

  static void stayForEver() {
    Pause.until(new CountDownLatch(1));
  }
}
