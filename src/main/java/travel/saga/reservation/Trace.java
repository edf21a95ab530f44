package travel.saga.reservation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a distributed trace, as W3C Trace Context writes it. It may come from a caller, so it
 * is not known to be one.
 *
 * @param tracestate what tracing systems add of their own; null for nothing
 */
public record Trace(String traceparent, @Nullable String tracestate) {
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

  /** The id of the trace; null of what is none. */
  public @Nullable String id() {
    Matcher parts = TRACEPARENT.matcher(traceparent);
    return parts.matches() ? parts.group(1) : null;
  }
}
