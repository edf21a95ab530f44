package travel.saga.execution;

/** How an execution stands, in the words of Dapr Workflow. */
public enum ExecutionStatus {
  PENDING,
  RUNNING,
  SUSPENDED,
  STALLED,
  COMPLETED,
  FAILED,
  TERMINATED;

  /** Nothing follows. */
  public boolean isEnd() {
    return this == COMPLETED || this == FAILED || this == TERMINATED;
  }
}
