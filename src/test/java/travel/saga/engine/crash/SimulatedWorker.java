package travel.saga.engine.crash;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import travel.saga.engine.dispatch.WorkerStream;
import travel.saga.engine.dispatch.WorkflowEngine;
import travel.saga.engine.store.memory.MemoryTables;

/**
 * A worker that outlives the engine: it connects again, and answers what the dead one gave it to
 * the living one too.
 */
final class SimulatedWorker {
  private final Random random;
  private final CommitLog log;
  private final Findings findings;
  private final boolean faults;
  private final Map<String, Program> programs = new HashMap<>();
  private final List<Held> held = new ArrayList<>();
  private final Map<String, Integer> runs = new HashMap<>();
  private final Set<String> acknowledged = new HashSet<>();
  private final Map<String, Held> newestTurns = new HashMap<>();
  private final List<Stream> streams = new ArrayList<>();
  private Code.Release release;
  private int life;
  private long answers;

  /**
   * @param faults whether the storage may refuse an answer
   */
  SimulatedWorker(Random random, CommitLog log, Findings findings, boolean faults) {
    this.random = random;
    this.log = log;
    this.findings = findings;
    this.faults = faults;
    this.release = random.nextBoolean() ? Code.Release.FIRST : Code.Release.SECOND;
  }

  void knows(Program program) {
    program.withChildren().forEach(each -> programs.put(each.name(), each));
  }

  Program program(String name) {
    Program program = programs.get(name);
    if (program == null) {
      throw new Divergence("There is no program '" + name + "'");
    }
    return program;
  }

  void connect(WorkflowEngine engine) {
    Stream stream = new Stream(engine, release, 1 + random.nextInt(8));
    streams.add(stream);
    engine.connected(stream);
  }

  /** Replaces what runs by this release, or has it run beside the other. */
  void deploy(Code.Release next, boolean beside, WorkflowEngine engine) {
    release = next;
    if (!beside) {
      List.copyOf(streams).forEach(Stream::end);
    }
    connect(engine);
  }

  int holds() {
    return held.size();
  }

  /** Some of what it was given is lost on the way, the rest will be answered to the next. */
  void engineDied() {
    life++;
    streams.clear();
    held.removeIf(item -> random.nextBoolean());
  }

  /** Breaks a stream off; what came through it may still be answered. */
  void disconnect(WorkflowEngine engine) {
    Held one = held.get(random.nextInt(held.size()));
    one.stream.end();
    if (one.life == life) {
      connect(engine);
    }
  }

  /** Answers one of the items, now and then twice; tells which. */
  String answer(WorkflowEngine engine) {
    int index = random.nextInt(held.size());
    Held item = random.nextInt(30) == 0 ? held.get(index) : held.remove(index);
    if (item.item.hasOrchestratorRequest()) {
      answerTurn(engine, item);
    } else {
      answerActivity(engine, item);
    }
    engine.ready(item.stream);
    return item.toString();
  }

  private void answerTurn(WorkflowEngine engine, Held item) {
    OrchestratorRequest turn = item.item.getOrchestratorRequest();
    Code code = new Code(item.stream.release, turn.getPastEventsList());
    if (!code.isThere()) {
      log.stallAnswered(turn.getInstanceId());
    }
    Replay.Answer answer =
        code.isThere() ? Replay.of(program(nameOf(turn)), turn, code) : code.missing();
    OrchestratorResponse response =
        OrchestratorResponse.newBuilder()
            .setInstanceId(turn.getInstanceId())
            .setCompletionToken(item.item.getCompletionToken())
            .addAllActions(answer.actions())
            .setVersion(answer.version())
            .setCustomStatus(com.google.protobuf.StringValue.of(answer.customStatus()))
            .build();
    boolean newest = newestTurns.remove(turn.getInstanceId(), item);
    boolean wanted = isWanted(item) && newest && code.isThere();
    long millis = RunCheck.millis(turn.getNewEvents(0));
    acknowledge(
        engine.complete(response),
        () -> {
          MemoryTables.Row row = log.tables().row(turn.getInstanceId());
          findings.unless(
              !(wanted && item.failures == log.failures(turn.getInstanceId()))
                  || unanswered(engine) > item.unanswered
                  || row == null
                  || row.instance().extent().lastTurnMillis() >= millis,
              "A turn of '%s' was acknowledged and is not stored",
              turn.getInstanceId());
        });
  }

  /** Whether the engine cannot but take the answer. */
  private boolean isWanted(Held item) {
    boolean first = !item.answered;
    item.answered = true;
    return first && item.life == life && !item.stream.over;
  }

  /** Turns that the watchdog took back: they may be answered, and are not wanted any more. */
  private static long unanswered(WorkflowEngine engine) {
    return engine.stats().turns().unanswered();
  }

  private static String instanceId(WorkItem item) {
    return item.hasOrchestratorRequest()
        ? item.getOrchestratorRequest().getInstanceId()
        : item.getActivityRequest().getOrchestrationInstance().getInstanceId();
  }

  private static String nameOf(OrchestratorRequest turn) {
    List<HistoryEvent> all = new ArrayList<>(turn.getPastEventsList());
    all.addAll(turn.getNewEventsList());
    return all.stream()
        .filter(HistoryEvent::hasExecutionStarted)
        .findFirst()
        .map(event -> event.getExecutionStarted().getName())
        .orElseThrow(() -> new Divergence("A turn without a beginning: " + turn));
  }

  private void answerActivity(WorkflowEngine engine, Held item) {
    ActivityRequest request = item.item.getActivityRequest();
    String id = request.getOrchestrationInstance().getInstanceId();
    runs.merge(key(request), 1, Integer::sum);
    ActivityResponse response =
        ActivityCode.run(request, answers++)
            .setCompletionToken(item.item.getCompletionToken())
            .build();
    boolean wanted = isWanted(item);
    acknowledge(
        engine.complete(response),
        () -> {
          if (wanted && item.failures == log.failures(id)) {
            assertNotOpen(id, request);
            acknowledged.add(key(request));
          }
        });
  }

  /** An outcome that was taken is stored, unless the run it is of is no more. */
  private void assertNotOpen(String id, ActivityRequest request) {
    MemoryTables.Row row = log.tables().row(id);
    boolean open =
        row != null
            && row.tasks().contains(request.getTaskId())
            && row.history().stream()
                .anyMatch(
                    event ->
                        event.hasTaskScheduled()
                            && event.getEventId() == request.getTaskId()
                            && event
                                .getTaskScheduled()
                                .getTaskExecutionId()
                                .equals(request.getTaskExecutionId()));
    findings.unless(!open, "The outcome of %s was acknowledged and is not stored", request);
  }

  private void acknowledge(CompletableFuture<Void> answer, Runnable check) {
    int askedIn = life;
    var unused =
        answer.whenComplete(
            (done, failure) -> {
              if (askedIn == life) {
                if (failure == null) {
                  check.run();
                } else {
                  boolean refused = faults && Faults.isCause(failure);
                  findings.unless(refused, "A worker's answer failed: %s", failure);
                }
              }
            });
  }

  /** How often the activity was run. */
  int runs(String instanceId, HistoryEvent scheduled) {
    String execution = scheduled.getTaskScheduled().getTaskExecutionId();
    return runs.getOrDefault(key(instanceId, execution, scheduled.getEventId()), 0);
  }

  private static String key(ActivityRequest request) {
    return key(
        request.getOrchestrationInstance().getInstanceId(),
        request.getTaskExecutionId(),
        request.getTaskId());
  }

  private static String key(String instanceId, String executionId, int taskId) {
    return instanceId + "|" + executionId + "|" + taskId;
  }

  /** An item that was not answered yet, or may be answered twice. */
  private static final class Held {
    private final WorkItem item;
    private final Stream stream;
    private final int life;
    private final long unanswered;
    private final int failures;
    private boolean answered;

    Held(WorkItem item, Stream stream, int life, int failures) {
      this.item = item;
      this.stream = stream;
      this.life = life;
      this.unanswered = unanswered(stream.engine);
      this.failures = failures;
    }

    @Override
    public String toString() {
      return item.hasOrchestratorRequest()
          ? "a turn of " + item.getOrchestratorRequest().getInstanceId()
          : "an activity, " + key(item.getActivityRequest());
    }
  }

  private final class Stream implements WorkerStream {
    private final WorkflowEngine engine;
    private final Code.Release release;
    private final int capacity;
    private boolean over;

    Stream(WorkflowEngine engine, Code.Release release, int capacity) {
      this.engine = engine;
      this.release = release;
      this.capacity = capacity;
    }

    @Override
    public boolean isReady() {
      return !over && held.stream().filter(item -> item.stream == this).count() < capacity;
    }

    @Override
    public void send(WorkItem item) {
      Held one = new Held(item, this, life, log.failures(instanceId(item)));
      held.add(one);
      if (item.hasOrchestratorRequest()) {
        newestTurns.put(item.getOrchestratorRequest().getInstanceId(), one);
      } else {
        findings.unless(
            !item.getActivityRequest().getName().equals(Step.ELSEWHERE),
            "The worker is given what is another application's: %s",
            item);
        findings.unless(
            !acknowledged.contains(key(item.getActivityRequest())),
            "An activity is to be run whose outcome was acknowledged: %s",
            item);
      }
    }

    @Override
    public void end() {
      over = true;
      streams.remove(this);
      engine.disconnected(this);
    }
  }
}
