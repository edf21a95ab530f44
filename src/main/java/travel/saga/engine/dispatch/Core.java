package travel.saga.engine.dispatch;

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
    Counters counters) {}
