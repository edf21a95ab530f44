package travel.saga.engine.dispatch;

import java.util.concurrent.atomic.LongAdder;

/** What has been done since the engine started. Readable from any thread. */
final class Counters {
  final LongAdder instancesStarted = new LongAdder();
  final LongAdder instancesEnded = new LongAdder();
  final LongAdder turnsHandedOut = new LongAdder();
  final LongAdder turnsCompleted = new LongAdder();
  final LongAdder activitiesHandedOut = new LongAdder();
  final LongAdder activitiesCompleted = new LongAdder();
  final LongAdder unansweredTurns = new LongAdder();
}
