package travel.saga.execution;

/** Why something failed, as the engine keeps it: an exception's type and message. */
public record Failure(String type, String message) {}
