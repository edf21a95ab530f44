package travel.saga.sidecar;

import java.util.Map;

/** A store or a broker that component files lead to, running on loopback ports. */
public interface Backing extends AutoCloseable {
  /** What the files take from the sidecar's environment. */
  Map<String, String> environment();

  String logTail();

  /** Ends it; its data is gone. */
  @Override
  void close();
}
