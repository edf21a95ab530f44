package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connected workers; hands each item to the next one that can take it. */
final class Workers {
  private static final Logger LOG = System.getLogger(Workers.class.getName());

  private final Turns turns;
  private final Activities activities;
  private final List<WorkerStream> streams = new ArrayList<>();
  private int next;
  private boolean turnsFirst;

  Workers(Turns turns, Activities activities) {
    this.turns = turns;
    this.activities = activities;
  }

  void connected(WorkerStream stream) {
    streams.add(stream);
    turns.connected();
  }

  void disconnected(WorkerStream stream) {
    if (streams.remove(stream)) {
      turns.disconnected(stream);
      activities.disconnected(stream);
    }
  }

  void endAll() {
    List.copyOf(streams).forEach(Workers::end);
    streams.clear();
  }

  int count() {
    return streams.size();
  }

  /** Hands out whatever can be. Turns and activities take turns, so that neither starves. */
  void pump() {
    WorkerStream stream = nextReady();
    while (stream != null) {
      turnsFirst = !turnsFirst;
      WorkItem item = turnsFirst ? turns.next(stream) : activities.next(stream);
      if (item == null) {
        item = turnsFirst ? activities.next(stream) : turns.next(stream);
      }
      if (item == null) {
        return;
      }
      send(stream, item);
      stream = nextReady();
    }
  }

  /** A worker that cannot be sent to is one that has gone. */
  private void send(WorkerStream stream, WorkItem item) {
    try {
      stream.send(item);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "A worker is given up, since an item could not be sent to it", e);
      disconnected(stream);
      end(stream);
    }
  }

  private static void end(WorkerStream stream) {
    try {
      stream.end();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "A worker's stream had ended already", e);
    }
  }

  private @Nullable WorkerStream nextReady() {
    for (int i = 0; i < streams.size(); i++) {
      next = (next + 1) % streams.size();
      if (streams.get(next).isReady()) {
        return streams.get(next);
      }
    }
    return null;
  }
}
