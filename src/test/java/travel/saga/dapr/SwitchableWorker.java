package travel.saga.dapr;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

/** A worker that is connected when the test says so. */
@Alternative
@Singleton
public class SwitchableWorker implements WorkerStatus {
  private volatile boolean connected = true;

  public void connected(boolean now) {
    connected = now;
  }

  @Override
  public boolean connected() {
    return connected;
  }

  @Override
  public String detail() {
    return connected ? "connected" : "waits for the engine";
  }
}
