package travel.saga.engine.store;

/** When a commit counts as done. */
public enum Synchronous {
  /** Once the disk has it: survives the loss of power. */
  FULL,
  /** Once the operating system has it: survives the end of the process, not the loss of power. */
  NORMAL
}
