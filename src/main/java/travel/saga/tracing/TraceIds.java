package travel.saga.tracing;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Names what Quarkus puts beside a line of the log as the rest is named: {@code trace_id} and
 * {@code span_id}.
 */
@LoggingFilter(name = "trace-ids")
public final class TraceIds implements Filter {
  private static final String QUARKUS_TRACE = "traceId";

  @Override
  public boolean isLoggable(LogRecord line) {
    if (line instanceof ExtLogRecord record) {
      String trace = record.getMdc(QUARKUS_TRACE);
      if (trace != null) {
        rename(record, trace);
      }
    }
    return true;
  }

  private static void rename(ExtLogRecord record, String trace) {
    record.copyMdc();
    String span = record.getMdc("spanId");
    record.putMdc("trace_id", trace);
    if (span != null) {
      record.putMdc("span_id", span);
    }
    record.removeMdc(QUARKUS_TRACE);
    record.removeMdc("spanId");
    record.removeMdc("parentId");
    record.removeMdc("sampled");
  }
}
