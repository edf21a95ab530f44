package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;

/** A worker's open stream. Called by the loop's thread alone. */
public interface WorkerStream {

  /** Whether an item sent now would go out at once. */
  boolean isReady();

  void send(WorkItem item);

  /** Ends the stream so that the worker comes back: never as if all were done. */
  void end();
}
