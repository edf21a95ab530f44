package travel.saga.engine.dispatch;

/** What all parts of dispatching share. */
record Core(Loop loop, Runs runs, Ticker ticker, Tokens tokens, Counters counters) {}
