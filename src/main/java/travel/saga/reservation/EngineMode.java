package travel.saga.reservation;

/** Which kind of engine carries the reservations; known from configuration alone. */
public interface EngineMode {
  /** True with the engine inside this process, false with a Dapr sidecar or Catalyst. */
  boolean embedded();
}
