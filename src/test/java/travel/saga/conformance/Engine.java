package travel.saga.conformance;

/** An engine in a process of its own, which can be killed and started again on its data. */
interface Engine extends AutoCloseable {
  /** More activities at a time than any scenario has, unless it is about the limit. */
  int PLENTY = 128;

  /** For the first time or after a kill; answers when it serves. */
  Engine start();

  /** SIGKILL. */
  void kill();

  /** Where it listens on 127.0.0.1, the same after a restart. */
  int port();

  /** How many rows its storage keeps of an instance, if it has had no other. */
  long rowsOf(String instanceId);

  String logTail();

  @Override
  void close();
}
