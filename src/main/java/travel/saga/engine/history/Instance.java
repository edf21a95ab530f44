package travel.saga.engine.history;

/** A run as it stands: what a look-up answers, and one row of the store. */
public record Instance(Identity identity, Progress progress, Payloads payloads, Extent extent) {}
