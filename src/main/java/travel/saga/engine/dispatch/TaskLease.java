package travel.saga.engine.dispatch;

/** An activity in a worker's hands. */
record TaskLease(long number, LiveRun.OpenTask task, WorkerStream stream) {

  boolean isCurrent() {
    return task.isCurrent() && task.lease == this;
  }
}
