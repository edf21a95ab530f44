package travel.saga.engine.dispatch;

import java.util.List;
import travel.saga.engine.history.Instance;
import travel.saga.engine.store.Change;

/** What follows for the world around a run when it has come further. */
final class Aftermath {
  private final Timers timers;
  private final Waiting waiting;
  private final Expiry expiry;

  Aftermath(Timers timers, Waiting waiting, Expiry expiry) {
    this.timers = timers;
    this.waiting = waiting;
    this.expiry = expiry;
  }

  /** What is stored with the end of the run. */
  void ended(LiveRun run, List<Change> changes) {
    Change expire = expiry.of(run);
    if (expire != null) {
      changes.add(expire);
    }
  }

  /** The instance is stored: callers see it, its past timers go, and its purge is not missed. */
  void stored(LiveRun run, Instance instance) {
    timers.forgetBefore(instance);
    waiting.show(run, instance);
    expiry.stored(instance);
  }
}
