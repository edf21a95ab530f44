package travel.saga.acceptance;

import io.grpc.ManagedChannel;

/** An engine that is reached over the network. */
interface BackingEngine extends RunningEngine {
  /** A new channel to it; the caller closes it. */
  ManagedChannel openChannel();
}
