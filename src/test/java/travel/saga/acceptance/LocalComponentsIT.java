package travel.saga.acceptance;

/** SQLite, and events in the memory of the sidecar. */
class LocalComponentsIT extends ComponentsContract {
  LocalComponentsIT() {
    super(directory -> ComponentsEngine.alone(directory, "local"));
  }
}
