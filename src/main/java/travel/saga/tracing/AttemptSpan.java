package travel.saga.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a step. Of what went wrong only the type is told: a message may say anything about
 * anybody.
 */
public final class AttemptSpan {
  static final AttemptSpan NONE = new AttemptSpan(Span.getInvalid(), Scope.noop());

  private final Span span;
  private final Scope scope;

  private AttemptSpan(Span span, Scope scope) {
    this.span = span;
    this.scope = scope;
  }

  @SuppressWarnings("MustBeClosedChecker") // closed by end
  static AttemptSpan begun(Span span) {
    return new AttemptSpan(span, span.makeCurrent());
  }

  public void failed(Throwable fault) {
    mark(span, fault);
  }

  /** To be called once, on the thread that has begun it. */
  public void end(String outcome) {
    span.setAttribute("outcome", outcome);
    scope.close();
    span.end();
  }

  static void end(Span span, @Nullable Throwable failure) {
    if (failure != null) {
      mark(span, failure);
    }
    span.end();
  }

  private static void mark(Span span, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    span.setStatus(StatusCode.ERROR).setAttribute("error.type", cause.getClass().getName());
  }
}
