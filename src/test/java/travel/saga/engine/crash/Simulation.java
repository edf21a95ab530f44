package travel.saga.engine.crash;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import travel.saga.SettableClock;
import travel.saga.engine.dispatch.DispatchSettings;
import travel.saga.engine.dispatch.DrivenLoop;
import travel.saga.engine.dispatch.Retention;
import travel.saga.engine.dispatch.WorkflowEngine;
import travel.saga.engine.store.HistoryStore;
import travel.saga.engine.store.memory.MemoryTables;

/**
 * One schedule: random workflows on an engine that dies again and again, every step of it chosen by
 * the seed. One thread does everything, and time passes only when it is told to.
 */
final class Simulation implements AutoCloseable {
  private static final int MOST_STEPS = 400_000;

  private final Random random;
  private final Disk disk;
  private final Deaths deaths;
  private final Trace trace;
  private final SettableClock clock = new SettableClock();
  private Instant latest = clock.instant(); // that the engine can have come to
  private final Findings findings = new Findings();
  private final CommitLog log = new CommitLog();
  private final Faults faults;
  private final EngineLog engineLog;
  private final SimulatedWorker worker;
  private final List<SimulatedClient> clients = new ArrayList<>();
  private final Retention retention;
  private Life life;
  private int lives;

  Simulation(long seed, Disk disk, DeathToll toll, Trace trace) {
    this.random = new Random(Values.mix(seed, 1)); // neighbouring seeds begin alike
    this.disk = disk;
    this.trace = trace;
    this.deaths = Deaths.choose(random, toll);
    this.faults = new Faults(random, toll, trace, !deaths.areEverywhere());
    this.engineLog = new EngineLog(findings, faults.any());
    this.worker = new SimulatedWorker(random, log, findings, faults.any());
    this.retention = chooseRetention();
    ProgramGenerator programs = new ProgramGenerator(random);
    int instances = 1 + random.nextInt(deaths.mostInstances());
    for (int i = 0; i < instances; i++) {
      SimulatedClient client =
          new SimulatedClient("run-" + i, random, clock, log, findings, faults.any());
      plan(client, programs);
      clients.add(client);
    }
    log.isNow(clock.instant());
    this.life = new Life();
  }

  /** One run, or two under one id: of two programs, or of one that calls its children the same. */
  private void plan(SimulatedClient client, ProgramGenerator programs) {
    Program first = programs.next();
    boolean stopped = plan(client, first, false);
    if (random.nextInt(4) == 0) {
      boolean same = random.nextBoolean();
      plan(client, same ? first.again() : programs.next(), same && stopped);
    } else if (!stopped && retention.equals(Retention.FOR_EVER) && random.nextInt(3) == 0) {
      client.planRerun(first);
    }
  }

  private boolean plan(SimulatedClient client, Program program, boolean differs) {
    trace.add("%s", program);
    worker.knows(program);
    return client.plan(program, differs);
  }

  private Retention chooseRetention() {
    if (random.nextInt(5) < 3) {
      return Retention.FOR_EVER;
    }
    return new Retention(anyTime(), anyTime(), anyTime(), anyTime());
  }

  private @Nullable Duration anyTime() {
    return random.nextBoolean() ? Duration.ofMillis(random.nextInt(4) * 1_000L) : null;
  }

  /**
   * @return how often the engine was started
   * @throws Divergence if something is not as it must be
   */
  int run() {
    int steps = 0;
    while (!isOver()) {
      step();
      findings.throwFirst();
      steps++;
      Divergence.unless(steps < MOST_STEPS, "It does not come to an end");
    }
    assertOutcomes();
    die();
    Divergence.unless(log.isQuiet(), "Something is left: %s", log.tables().backlog());
    return lives;
  }

  private boolean isOver() {
    return clients.stream().allMatch(SimulatedClient::isDone)
        && life.isIdle()
        && worker.holds() == 0
        && log.isQuiet();
  }

  private void step() {
    List<Runnable> choices = new ArrayList<>();
    if (life.loop.hasWork()) {
      choices.add(this::burst);
      choices.add(this::burst);
    }
    if (life.store.waitingWrites() > 0) {
      choices.add(this::write);
    }
    if (life.store.waitingReads() > 0) {
      choices.add(this::read);
    }
    if (worker.holds() > 0) {
      choices.add(this::answer);
    }
    for (SimulatedClient client : clients) {
      if (client.canAct()) {
        choices.add(() -> act(client));
      }
    }
    boolean stands = choices.isEmpty();
    if (stands || random.nextInt(20) == 0) {
      rare(stands);
    } else if (deaths.atAnyStep(random)) {
      die();
    } else {
      choices.get(random.nextInt(choices.size())).run();
    }
  }

  /** What happens when nothing else does, and now and then in between. */
  private void rare(boolean stands) {
    List<SimulatedClient> impatient = clients.stream().filter(SimulatedClient::canGiveUp).toList();
    if (!impatient.isEmpty() && random.nextInt(4) == 0) {
      SimulatedClient client = impatient.get(random.nextInt(impatient.size()));
      trace.add("given up: %s", client);
      client.giveUp();
    } else if (worker.holds() > 0 && random.nextInt(8) == 0) {
      trace.add("disconnect");
      worker.disconnect(life.engine);
    } else if (random.nextInt(30) == 0) {
      Code.Release[] all = Code.Release.values();
      deploy(all[random.nextInt(all.length)], random.nextBoolean());
    } else if (stands) {
      boolean hasAlarm = life.loop.hasAlarm();
      boolean waits = log.hasStalled() || clients.stream().anyMatch(SimulatedClient::isRefused);
      Divergence.unless(
          hasAlarm || !impatient.isEmpty() || waits,
          "It stands still: %s, %s",
          clients,
          log.tables().backlog());
      if (waits) {
        deploy(Code.Release.SECOND, false);
      }
      if (hasAlarm) {
        pass(Duration.ofMillis(life.loop.millisToNextAlarm()));
        trace.add("until %s", clock.instant());
      }
    } else if (random.nextInt(100) == 0) {
      clock.setBack(Duration.ofHours(1));
      trace.add("set back to %s", clock.instant());
    } else {
      pass(micros(1 + random.nextInt(20_000)));
      trace.add("now %s", clock.instant());
    }
  }

  private void deploy(Code.Release release, boolean beside) {
    trace.add("deploy %s%s", release, beside ? " beside the other" : "");
    worker.deploy(release, beside, life.engine);
    clients.forEach(SimulatedClient::deployed);
  }

  private void pass(Duration time) {
    clock.advance(time);
    latest = latest.plus(time).isAfter(clock.instant()) ? latest.plus(time) : clock.instant();
    log.isNow(latest);
  }

  private void burst() {
    trace.add("burst");
    life.loop.burst();
  }

  private void write() {
    Transaction next = life.store.nextWrite();
    if (deaths.before(next, random)) {
      trace.add("dies before %s", next);
      die();
      return;
    }
    int waiting = life.store.waitingWrites();
    int count = deaths.oneByOne() ? 1 : 1 + random.nextInt(waiting);
    Transaction last = life.store.write(count);
    trace.add("wrote %s of %s, last %s", count, waiting, last);
    if (deaths.after(last, count < waiting, random)) {
      trace.add("dies after %s", last);
      die();
    }
  }

  private void read() {
    trace.add("read");
    life.store.read(random.nextInt(life.store.waitingReads()));
  }

  private void answer() {
    trace.add("answered %s", worker.answer(life.engine));
  }

  private static Duration micros(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }

  private void act(SimulatedClient client) {
    trace.add("%s", client);
    client.act(life.engine);
  }

  /** The process is gone, and a new one starts on what it left. */
  private void die() {
    life.store.die();
    disk.processDied();
    worker.engineDied();
    log.engineDied();
    clients.forEach(SimulatedClient::deployed);
    clients.forEach(SimulatedClient::engineDied);
    long downMicros = 1_000 + random.nextInt(2_000_000); // a process takes time to start
    boolean setBack = random.nextInt(20) == 0;
    pass(micros(downMicros));
    if (setBack) {
      clock.setBack(Duration.ofHours(1));
    }
    life = new Life();
    trace.add("life %s at %s", lives, clock.instant());
  }

  private void assertOutcomes() {
    for (MemoryTables.Row row : log.tables().all()) {
      var instance = row.instance();
      Divergence.unless(instance.progress().isTerminal(), "'%s' has not ended", row.id());
      if (instance.progress().status() != OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED) {
        for (HistoryEvent event : row.history()) {
          Divergence.unless(
              !event.hasTaskScheduled()
                  || event.getTaskScheduled().getName().equals(Step.ELSEWHERE)
                  || !event.getTaskScheduled().getTaskExecutionId().startsWith(row.id() + "@")
                  || worker.runs(row.id(), event) > 0,
              "An activity of '%s' was never run: %s",
              row.id(),
              event);
        }
      }
    }
  }

  @Override
  public void close() {
    engineLog.close();
  }

  /** From a start to a death: all that is in memory. */
  private final class Life {
    private final DrivenLoop loop = new DrivenLoop(clock);
    private final CrashingStore store;
    private final WorkflowEngine engine;

    Life() {
      lives++;
      HistoryStore opened = disk.open();
      log.assertSame(opened);
      Divergence.unless(opened.backlog().epoch() == lives, "The openings are miscounted");
      store = new CrashingStore(opened, log, loop.loop(), faults);
      engine = new WorkflowEngine("reservations", settings(), loop.loop(), clock, store);
      engine.start();
      for (int i = random.nextInt(2); i >= 0; i--) {
        worker.connect(engine);
      }
    }

    private DispatchSettings settings() {
      Retention kept = random.nextInt(5) == 0 ? Retention.FOR_EVER : retention;
      log.keeps(kept);
      long[] cached = {0, 5_000, 1_000_000};
      return new DispatchSettings(
              1 + random.nextInt(8),
              1 + random.nextInt(8),
              Duration.ofSeconds(1 + random.nextInt(60)),
              Duration.ofSeconds(5),
              cached[random.nextInt(cached.length)])
          .withRetention(kept);
    }

    private boolean isIdle() {
      return !loop.hasWork() && store.waitingWrites() == 0 && store.waitingReads() == 0;
    }
  }
}
