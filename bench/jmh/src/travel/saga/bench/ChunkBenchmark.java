package travel.saga.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryChunk;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import travel.saga.bench.SampleSaga.Turn;

/** A turn's events as the store keeps them. */
@State(Scope.Thread)
public class ChunkBenchmark extends InMicroseconds {
  private final SampleSaga saga = new SampleSaga();
  private final List<byte[]> chunks = saga.turns().stream().map(ChunkBenchmark::bytes).toList();

  /** Of events that know their size already, as they do once the run has recorded them. */
  @Benchmark
  @OperationsPerInvocation(SampleSaga.TURNS)
  public void encode(Blackhole sink) {
    for (Turn turn : saga.turns()) {
      sink.consume(bytes(turn));
    }
  }

  /** Text stays bytes until it is asked for. */
  @Benchmark
  @OperationsPerInvocation(SampleSaga.TURNS)
  public void decode(Blackhole sink) throws InvalidProtocolBufferException {
    for (byte[] chunk : chunks) {
      sink.consume(HistoryChunk.parseFrom(chunk).getEventsList());
    }
  }

  private static byte[] bytes(Turn turn) {
    return HistoryChunk.newBuilder().addAllEvents(turn.outcome().events()).build().toByteArray();
  }
}
