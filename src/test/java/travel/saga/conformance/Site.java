package travel.saga.conformance;

/** An engine of the scenario's own. */
final class Site implements AutoCloseable {
  String logTail() {
    return "";
  }

  @Override
  public void close() {}
}
