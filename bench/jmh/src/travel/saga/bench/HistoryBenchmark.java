package travel.saga.bench;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import travel.saga.bench.SampleSaga.Turn;
import travel.saga.engine.history.RunHistory;
import travel.saga.engine.history.TurnAnswer;
import travel.saga.engine.history.TurnOutcome;

/** The fold of events into a run, and of a worker's answers into events. */
@State(Scope.Thread)
public class HistoryBenchmark extends InMicroseconds {
  private final SampleSaga saga = new SampleSaga();
  private final List<HistoryEvent> history = saga.history();

  /** A whole saga, as when a run that is not in memory is asked for. */
  @Benchmark
  public RunHistory restoreSaga() {
    return RunHistory.restore(saga.end(), history);
  }

  /** A worker's answer becomes events. */
  @Benchmark
  @OperationsPerInvocation(SampleSaga.TURNS)
  public void applyAnswer(Blackhole sink) {
    for (Turn turn : saga.turns()) {
      sink.consume(TurnAnswer.apply(turn.before(), turn.shown(), turn.answer(), turn.time()));
    }
  }

  /** The same, and the events are recorded in the run. */
  @Benchmark
  @OperationsPerInvocation(SampleSaga.TURNS)
  public RunHistory advance() {
    RunHistory run = new RunHistory(saga.beginning());
    for (Turn turn : saga.turns()) {
      var outcome =
          (TurnOutcome.Advanced) TurnAnswer.apply(run, turn.shown(), turn.answer(), turn.time());
      run.append(outcome.events(), outcome.customStatus(), turn.time().toEpochMilli());
    }
    return run;
  }
}
