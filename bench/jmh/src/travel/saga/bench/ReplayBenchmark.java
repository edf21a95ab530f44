package travel.saga.bench;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import travel.saga.bench.SampleSaga.Turn;
import travel.saga.dapr.TurnWorker;

/** A turn of the saga's workflow in the worker: the past is replayed, then the code goes on. */
@State(Scope.Thread)
public class ReplayBenchmark extends InMicroseconds {
  private final SampleSaga saga = new SampleSaga();
  private final TurnWorker worker = new TurnWorker();

  @Benchmark
  @OperationsPerInvocation(SampleSaga.TURNS)
  public void turn(Blackhole sink) {
    for (Turn turn : saga.turns()) {
      sink.consume(worker.answer(turn.item()));
    }
  }

  /** There is no past yet. */
  @Benchmark
  public OrchestratorResponse firstTurn() {
    return worker.answer(saga.turns().get(0).item());
  }

  /** The past is six turns. */
  @Benchmark
  public OrchestratorResponse lastTurn() {
    return worker.answer(saga.turns().get(SampleSaga.TURNS - 1).item());
  }
}
