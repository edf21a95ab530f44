package travel.saga.dapr;

/**
 * Whether this process can work: its stream of work items from the engine, and whether that stores.
 * Never blocks.
 */
public interface WorkerStatus {
  boolean connected();

  /** One line for an operator, without addresses of other hosts: what is missing, since when. */
  String detail();
}
