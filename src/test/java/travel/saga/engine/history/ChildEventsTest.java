package travel.saga.engine.history;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.history.Samples.NOW;
import static travel.saga.engine.history.Samples.append;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationInstance;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.SubOrchestrationInstanceCreatedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TraceContext;
import org.junit.jupiter.api.Test;

class ChildEventsTest {
  private static final Identity PARENT = new Identity(1, "one", 1, "execution", "parent");

  @Test
  void beginsAChildWithWhatItsParentGaveIt() {
    TraceContext trace = TraceContext.newBuilder().setTraceParent("00-1-2-01").build();
    var started =
        ChildEvents.begins(
                created(
                    SubOrchestrationInstanceCreatedEvent.newBuilder()
                        .setName("child")
                        .setInput(StringValue.of("in"))
                        .setParentTraceContext(trace)),
                PARENT,
                "reservations")
            .build();
    assertThat(started.getName()).isEqualTo("child");
    assertThat(started.getInput().getValue()).isEqualTo("in");
    assertThat(started.getParentTraceContext()).isEqualTo(trace);
    var parent = started.getParentInstance();
    assertThat(parent.getTaskScheduledId()).isEqualTo(4);
    assertThat(parent.getName().getValue()).isEqualTo("parent");
    assertThat(parent.getAppID()).isEqualTo("reservations");
    assertThat(parent.getOrchestrationInstance())
        .isEqualTo(
            OrchestrationInstance.newBuilder()
                .setInstanceId("one")
                .setExecutionId(StringValue.of("execution"))
                .build());
  }

  @Test
  void beginsAChildWithNothingThatWasNotGiven() {
    var started =
        ChildEvents.begins(
            created(SubOrchestrationInstanceCreatedEvent.newBuilder().setName("child")),
            PARENT,
            "reservations");
    assertThat(started.hasInput()).isFalse();
    assertThat(started.hasParentTraceContext()).isFalse();
  }

  @Test
  void handsTheChildsFailureOn() {
    RunHistory child = Samples.run("kid");
    append(child, Events.failed(Events.failure("Broken", "It is broken."), NOW));
    var failed = ChildEvents.ended(4, child.instance(), NOW).getSubOrchestrationInstanceFailed();
    assertThat(failed.getFailureDetails().getErrorType()).isEqualTo("Broken");
  }

  @Test
  void completesWithoutAResultWhereThereIsNone() {
    RunHistory child = Samples.run("kid");
    append(child, Events.completed(OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED, null, NOW));
    var ended = ChildEvents.ended(4, child.instance(), NOW);
    assertThat(ended.hasSubOrchestrationInstanceCompleted()).isTrue();
    assertThat(ended.getSubOrchestrationInstanceCompleted().hasResult()).isFalse();
  }

  private static HistoryEvent created(SubOrchestrationInstanceCreatedEvent.Builder child) {
    return HistoryEvent.newBuilder()
        .setEventId(4)
        .setSubOrchestrationInstanceCreated(child)
        .build();
  }
}
