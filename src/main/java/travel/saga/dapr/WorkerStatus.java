package travel.saga.dapr;

/** Whether this process takes part in running workflows. */
public interface WorkerStatus {
  /** True while the stream of work items is connected and new work is taken. */
  boolean connected();

  /** One sentence for the person who asks why not. */
  String detail();
}
