package travel.saga.execution;

/** How a step, or one attempt of it, stands. */
public enum StepStatus {
  RUNNING,
  /** Failed, and is tried again after a pause; of a step only. */
  WAITING,
  COMPLETED,
  /** The partner said no, which is an answer. */
  REFUSED,
  FAILED,
  /** The execution ended first; whether there was an effect is unknown. */
  ABANDONED
}
