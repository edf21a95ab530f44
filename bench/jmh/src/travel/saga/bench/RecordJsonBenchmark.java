package travel.saga.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.WireFormat;

/** The record of a confirmed reservation as it is stored. */
@State(Scope.Thread)
public class RecordJsonBenchmark extends InMicroseconds {
  private final Reservation reservation = SampleSaga.reservation();
  private final byte[] json = WireFormat.bytes(reservation);

  @Benchmark
  public byte[] write() {
    return WireFormat.bytes(reservation);
  }

  @Benchmark
  public Reservation read() {
    return WireFormat.read(json, Reservation.class);
  }
}
