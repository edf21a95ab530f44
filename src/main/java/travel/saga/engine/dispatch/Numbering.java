package travel.saga.engine.dispatch;

import travel.saga.engine.store.HistoryStore;

/** Numbers that are never given twice, going on from those the store has seen. */
final class Numbering {
  private long lastRow;
  private long lastSequence;
  private long purgedUntilMillis;

  Numbering(HistoryStore store) {
    this.lastRow = store.backlog().lastRow();
    this.lastSequence = store.backlog().lastSequence();
    this.purgedUntilMillis = store.purgedUntilMillis();
  }

  long nextRow() {
    return ++lastRow;
  }

  long nextSequence() {
    return ++lastSequence;
  }

  /** No turn of a new id may be as early as this. */
  long purgedUntilMillis() {
    return purgedUntilMillis;
  }

  /**
   * @param lastTurnMillis the time of the newest turn of a run that is purged
   */
  void purged(long lastTurnMillis) {
    purgedUntilMillis = Math.max(purgedUntilMillis, lastTurnMillis);
  }
}
