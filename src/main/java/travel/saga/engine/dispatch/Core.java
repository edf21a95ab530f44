package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;

/**
 * What all parts of dispatching share.
 *
 * @param appId the one application whose workers this engine serves
 */
record Core(
    String appId,
    Loop loop,
    Runs runs,
    Gathering gathering,
    Ticker ticker,
    Tokens tokens,
    Counters counters) {

  /** Whether the event asks for what another application is to do. */
  boolean isForeign(HistoryEvent action) {
    String target = action.getRouter().getTargetAppID();
    return !target.isEmpty() && !target.equals(appId);
  }
}
