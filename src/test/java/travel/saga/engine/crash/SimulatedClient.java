package travel.saga.engine.crash;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CreateInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.RerunWorkflowFromEventRequest;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.dispatch.EngineException;
import travel.saga.engine.dispatch.EngineException.Reason;
import travel.saga.engine.dispatch.WorkflowEngine;
import travel.saga.engine.history.Events;
import travel.saga.engine.history.Instance;
import travel.saga.engine.store.memory.MemoryTables;

/**
 * Who starts one workflow after the other under one id, sends it what it waits for, and looks at
 * the result. Does one thing at a time, and does it again when the engine died over it.
 */
final class SimulatedClient {
  private static final String STOPPED = "stopped";
  private static final String AWAIT = "await";
  private static final String RERUN = "rerun";
  private static final int NOT_CHOSEN = -1;

  private String id; // that of the rerun once there is one
  private final Random random;
  private final Clock clock;
  private final CommitLog log;
  private final Findings findings;
  private final boolean faults;
  private final ArrayDeque<Call> calls = new ArrayDeque<>();
  private long input;
  private int rerunFrom = NOT_CHOSEN; // the id of an action
  private String program = ""; // the name of the one that runs, or ran
  private int life;
  private boolean again;
  private boolean refused; // since the run was stalled
  private @Nullable CompletableFuture<?> waiting;

  /**
   * @param faults whether the storage may refuse, so that a call has to be made again
   */
  SimulatedClient(
      String id, Random random, Clock clock, CommitLog log, Findings findings, boolean faults) {
    this.id = id;
    this.random = random;
    this.clock = clock;
    this.log = log;
    this.findings = findings;
    this.faults = faults;
  }

  /**
   * One thing to ask of the engine.
   *
   * @param patient whether the caller waits however long it takes
   * @param make is told whether it is made again, the answer to the first having been lost
   */
  private record Call(
      String what,
      boolean patient,
      BiFunction<WorkflowEngine, Boolean, CompletableFuture<?>> make) {
    Call(String what, BiFunction<WorkflowEngine, Boolean, CompletableFuture<?>> make) {
      this(what, true, make);
    }
  }

  /**
   * @param differs whether what is left of the run before may change what this one comes to
   * @return whether the plan has the run stopped before its end
   */
  boolean plan(Program program, boolean differs) {
    long given = random.nextInt(1_000);
    input = given;
    long startAt = random.nextInt(8) == 0 ? clock.millis() + random.nextInt(3_000) : 0;
    calls.add(new Call("start", (engine, again) -> start(engine, program, given, startAt, again)));
    List<Call> middle = raises(program);
    if (random.nextInt(5) == 0) {
      int place = random.nextInt(middle.size() + 1);
      middle.add(place, new Call("resume", this::resume));
      middle.add(random.nextInt(place + 1), new Call("suspend", false, this::suspend));
    }
    boolean terminates = random.nextInt(program.leavesChildren() ? 2 : 6) == 0;
    if (terminates) {
      middle.add(random.nextInt(middle.size() + 1), new Call("terminate", this::terminate));
    }
    calls.addAll(middle);
    Program.Result expected = differs ? null : program.result(given);
    calls.add(new Call(AWAIT, (engine, again) -> await(engine, expected, terminates)));
    if (random.nextInt(4) == 0) {
      boolean allEnded = !terminates && !program.leavesChildren(); // else some may run on
      boolean all = allEnded && random.nextBoolean();
      calls.add(new Call("purge", (engine, again) -> purge(engine, all, again)));
    }
    return terminates;
  }

  /** When all else is done, the run is run again from one of its actions, if it has any. */
  void planRerun(Program program) {
    calls.removeIf(call -> call.what().equals("purge"));
    calls.add(new Call(RERUN, this::rerun));
    calls.add(new Call("resume", this::resume)); // it may have been suspended at that place
    calls.addAll(raises(program)); // those that the first had taken by then are passed over
    Program.Result expected = program.result(input);
    calls.add(new Call(AWAIT, (engine, again) -> await(engine, expected, false)));
  }

  private CompletableFuture<?> rerun(WorkflowEngine engine, boolean repeated) {
    String source = id;
    String next = id + "~";
    if (repeated && log.tables().row(next) != null) {
      id = next;
      return CompletableFuture.completedFuture(id);
    }
    if (rerunFrom == NOT_CHOSEN) {
      List<Integer> actions = actions();
      if (actions.isEmpty()) {
        calls.removeIf(call -> !call.what().equals(RERUN));
        return CompletableFuture.completedFuture(id);
      }
      rerunFrom = actions.get(random.nextInt(actions.size()));
    }
    return engine
        .rerun(
            RerunWorkflowFromEventRequest.newBuilder()
                .setSourceInstanceID(source)
                .setNewInstanceID(next)
                .setEventID(rerunFrom)
                .build())
        .thenAccept(
            done -> {
              id = next;
              findings.unless(log.tables().row(id) != null, "'%s' is not stored", id);
            });
  }

  /** The ids of what the run has asked for, but for its end. */
  private List<Integer> actions() {
    MemoryTables.Row row = log.tables().row(id);
    return row == null
        ? List.of()
        : row.history().stream()
            .filter(event -> event.getEventId() >= 0 && !event.hasExecutionCompleted())
            .map(HistoryEvent::getEventId)
            .toList();
  }

  /** Those of one name in order, those of several names mixed. */
  private List<Call> raises(Program program) {
    List<Call> raises = new ArrayList<>();
    for (Step.Events events : program.events()) {
      int place = 0;
      for (int i = 0; i < events.count(); i++) {
        String number = Integer.toString(i);
        place += random.nextInt(raises.size() - place + 1);
        raises.add(
            place++,
            new Call(
                "raise " + events.name() + "=" + number,
                (engine, again) -> raise(engine, events.name(), number, again)));
      }
    }
    return raises;
  }

  boolean isDone() {
    return calls.isEmpty();
  }

  boolean canAct() {
    return waiting == null && !refused && !calls.isEmpty();
  }

  boolean canGiveUp() {
    return waiting != null && (!calls.element().patient() || isGone());
  }

  boolean isRefused() {
    return refused;
  }

  /** What was refused may be taken now. */
  void deployed() {
    refused = false;
  }

  /** Whether what is waited for has ended and was purged, so that there may be no answer. */
  private boolean isGone() {
    return log.tables().row(id) == null && log.end(id, program) != null;
  }

  /** The caller goes away; what it asked for may happen all the same. */
  void giveUp() {
    CompletableFuture<?> call = waiting;
    if (calls.element().what().equals(AWAIT)) {
      waiting = null;
      again = true;
    } else {
      answered();
    }
    if (call != null) {
      call.cancel(false);
    }
  }

  void engineDied() {
    life++;
    again |= waiting != null;
    waiting = null;
  }

  void act(WorkflowEngine engine) {
    int askedIn = life;
    CompletableFuture<?> call = calls.element().make().apply(engine, again);
    waiting = call;
    var unused =
        call.whenComplete(
            (answer, failure) -> {
              if (askedIn == life && waiting == call) {
                boolean stalled = failure != null && isFor(Reason.STALLED, failure);
                if (stalled || (failure != null && faults && Faults.isCause(failure))) {
                  waiting = null;
                  again = true;
                  refused = stalled;
                } else {
                  boolean late = failure != null && isMissing(failure) && isGone();
                  findings.unless(failure == null || late, "'%s' was refused: %s", id, failure);
                  answered();
                }
              }
            });
  }

  private void answered() {
    waiting = null;
    again = false;
    calls.remove();
  }

  /** Started twice, a run that has ended would be replaced: so one looks first. */
  private CompletableFuture<?> start(
      WorkflowEngine engine, Program program, long input, long startAt, boolean repeated) {
    this.program = program.name();
    if (repeated && log.end(id, program.name()) != null) {
      return CompletableFuture.completedFuture(id);
    }
    CreateInstanceRequest.Builder request =
        CreateInstanceRequest.newBuilder()
            .setInstanceId(id)
            .setName(program.name())
            .setInput(StringValue.of("0:" + input));
    if (startAt > 0) {
      request.setScheduledStartTimestamp(Events.timestamp(java.time.Instant.ofEpochMilli(startAt)));
    }
    CompletableFuture<Boolean> isThere =
        repeated
            ? engine
                .find(id)
                .thenApply(
                    found ->
                        found.map(row -> row.identity().name()).stream()
                            .anyMatch(program.name()::equals))
            : CompletableFuture.completedFuture(false);
    return isThere.thenCompose(
        there ->
            there
                ? CompletableFuture.completedFuture(id)
                : engine.start(request.build()).thenApply(this::isStored));
  }

  private String isStored(String started) {
    boolean was = log.tables().row(id) != null || isGone();
    findings.unless(was, "'%s' was acknowledged and is not stored", id);
    return started;
  }

  /** A caller without an answer may learn otherwise that it was done; else none would ever end. */
  private boolean knows(boolean repeated, boolean done) {
    return repeated && done && random.nextBoolean();
  }

  private CompletableFuture<?> suspend(WorkflowEngine engine, boolean repeated) {
    return knows(repeated, log.wasSuspendedLast(id))
        ? CompletableFuture.completedFuture(id)
        : engine.suspend(id, null);
  }

  private CompletableFuture<?> resume(WorkflowEngine engine, boolean repeated) {
    return knows(repeated, !log.wasSuspendedLast(id))
        ? CompletableFuture.completedFuture(id)
        : engine.resume(id, null);
  }

  private CompletableFuture<?> terminate(WorkflowEngine engine, boolean repeated) {
    return engine
        .terminate(id, STOPPED, random.nextBoolean())
        .thenAccept(
            done ->
                isAs("terminated", row -> findings.unless(row.progress().isTerminal(), "%s", row)));
  }

  /**
   * @param expected null if nobody can tell
   */
  private CompletableFuture<?> await(
      WorkflowEngine engine, Program.@Nullable Result expected, boolean mayBeStopped) {
    Instance end = isGone() ? log.end(id, program) : null;
    return (end == null ? engine.awaitCompletion(id) : CompletableFuture.completedFuture(end))
        .thenAccept(
            ended -> {
              findings.unless(log.hasSeen(ended), "'%s' never was stored as %s", id, ended);
              String name = ended.identity().name();
              findings.unless(name.equals(program), "Not '%s': %s", program, ended);
              boolean stopped = mayBeStopped && STOPPED.equals(ended.payloads().output());
              if (expected != null && !stopped) {
                Results.assertSame(findings, expected, ended);
              }
            });
  }

  private CompletableFuture<?> purge(
      WorkflowEngine engine, boolean withChildren, boolean repeated) {
    log.purgeAsked(id);
    return engine
        .purge(id, withChildren, false)
        .handle(
            (done, failure) -> {
              if (failure != null && faults && Faults.isCause(failure)) {
                throw new CompletionException(failure);
              }
              log.purgeAnswered(id);
              boolean gone = failure != null && isMissing(failure) && (repeated || isGone());
              findings.unless(failure == null || gone, "'%s' is not purged: %s", id, failure);
              findings.unless(log.tables().row(id) == null, "'%s' is stored, but purged", id);
              return id;
            });
  }

  private static boolean isMissing(Throwable failure) {
    return isFor(Reason.NO_SUCH_INSTANCE, failure);
  }

  private static boolean isFor(Reason reason, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof EngineException refusal && refusal.reason() == reason;
  }

  private void isAs(String what, Consumer<Instance> check) {
    MemoryTables.Row row = log.tables().row(id);
    findings.unless(row != null || isGone(), "%s: '%s' is missing", what, id);
    if (row != null) {
      check.accept(row.instance());
    }
  }

  private CompletableFuture<?> raise(
      WorkflowEngine engine, String name, String number, boolean repeated) {
    if (knows(repeated, log.hasReceived(id, program, name, number))) {
      return CompletableFuture.completedFuture(id);
    }
    return engine
        .raise(id, name, number)
        .thenAccept(
            done ->
                isAs(
                    "raised",
                    row ->
                        findings.unless(
                            row.progress().isTerminal()
                                || log.hasReceived(id, program, name, number),
                            "The event %s of '%s' was acknowledged and is not stored",
                            name,
                            id)));
  }

  @Override
  public String toString() {
    return calls.isEmpty() ? id : id + ": " + calls.element().what() + (again ? " again" : "");
  }
}
