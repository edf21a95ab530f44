package travel.saga.api;

/**
 * One thing that is wrong with a request.
 *
 * @param field member of the body, or name of the header, as the caller writes it
 */
public record Violation(String field, String message) {}
