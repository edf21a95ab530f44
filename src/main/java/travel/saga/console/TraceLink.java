package travel.saga.console;

import org.jspecify.annotations.Nullable;

/**
 * The trace that something belongs to, as a page shows it.
 *
 * @param url where it is looked at; null where that is not known
 */
record TraceLink(String id, @Nullable String url) {}
