package travel.saga.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.CurrentTrace;
import travel.saga.reservation.Trace;

/**
 * The spans that the service makes by itself, beside those of its HTTP server and clients. What is
 * not part of a trace makes none: a trace begins with a request. Workflow code makes none either,
 * since it is replayed. Where tracing is off, everything here does nothing.
 */
public final class Tracing implements CurrentTrace {
  /** What tracing systems may add of their own to a trace is stored with it, up to this length. */
  static final int LONGEST_STATE = 512;

  private static final String SCOPE = "travel.saga";

  private final boolean on;
  private final Tracer tracer;

  private Tracing(OpenTelemetry telemetry, boolean on) {
    this.on = on;
    this.tracer = telemetry.getTracer(SCOPE);
  }

  public static Tracing of(OpenTelemetry telemetry) {
    return new Tracing(telemetry, true);
  }

  public static Tracing off() {
    return new Tracing(OpenTelemetry.noop(), false);
  }

  public boolean isOn() {
    return on;
  }

  @Override
  public @Nullable Trace get() {
    return on ? trace(Context.current()) : null;
  }

  /** Hands the current place in the trace on, by W3C's names. */
  public void inject(BiConsumer<String, String> carrier) {
    if (on) {
      W3CTraceContextPropagator.getInstance().inject(Context.current(), carrier, Tracing::put);
    }
  }

  /** Has what runs there belong to what is traced here. */
  public Executor carriedTo(Executor executor) {
    Context here = on ? Context.current() : Context.root();
    return isTraced(here) ? here.wrap(executor) : executor;
  }

  /**
   * Runs a workflow's activity as a part of its trace.
   *
   * @param trace null where the workflow was started while nothing was traced
   */
  public void run(String workflow, @Nullable Trace trace, Runnable activity) {
    if (on && trace != null) {
      WorkItem.keepIn(place(trace), workflow).wrap(activity).run();
    } else {
      activity.run();
    }
  }

  /** An attempt of a step, which lasts until it is ended, on the calling thread. */
  public AttemptSpan attempt(String step, String reservation, int number) {
    Context item = on ? Context.current() : Context.root();
    if (!isTraced(item)) {
      return AttemptSpan.NONE;
    }
    Span span =
        tracer
            .spanBuilder(step)
            .setParent(item)
            .setSpanKind(SpanKind.CONSUMER)
            .setAttribute("reservation.id", reservation)
            .setAttribute("workflow.instance_id", WorkItem.workflow(item))
            .setAttribute("step", step)
            .setAttribute("attempt", (long) number)
            .startSpan();
    return AttemptSpan.begun(span);
  }

  /**
   * The start of a workflow, as a span of the reservation's trace. Where it is another request that
   * starts it, as a cancel does, the two are linked, in both directions.
   *
   * @param trace of the reservation; null where it was made while nothing was traced: then the
   *     workflow belongs to the request
   * @param call is given where the workflow is to go on from
   */
  public <T> CompletionStage<T> start(
      String workflow,
      String id,
      @Nullable Trace trace,
      Function<@Nullable Trace, CompletionStage<T>> call) {
    Context here = on ? Context.current() : Context.root();
    Context parent = on && trace != null && !isOf(here, trace) ? place(trace) : here;
    if (!isTraced(parent)) {
      return call.apply(trace);
    }
    SpanBuilder builder =
        tracer
            .spanBuilder("start " + workflow)
            .setParent(parent)
            .setSpanKind(SpanKind.PRODUCER)
            .setAttribute("workflow.instance_id", id);
    Span caller = Span.fromContext(here);
    boolean apart = parent != here && caller.getSpanContext().isValid();
    if (apart) {
      builder.addLink(caller.getSpanContext());
    }
    Span span = builder.startSpan();
    if (apart) {
      caller.addLink(span.getSpanContext());
    }
    Context started = parent.with(span);
    CompletionStage<T> answer;
    try (Scope scope = started.makeCurrent()) {
      answer = call.apply(trace(started));
    }
    return answer.whenComplete((done, failure) -> AttemptSpan.end(span, failure));
  }

  private static boolean isTraced(Context context) {
    return Span.fromContext(context).getSpanContext().isValid();
  }

  private static boolean isOf(Context context, Trace trace) {
    SpanContext span = Span.fromContext(context).getSpanContext();
    return span.isValid() && span.getTraceId().equals(trace.id());
  }

  private static Context place(Trace trace) {
    Map<String, String> headers = new HashMap<>();
    headers.put("traceparent", trace.traceparent());
    if (trace.tracestate() != null) {
      headers.put("tracestate", trace.tracestate());
    }
    return W3CTraceContextPropagator.getInstance()
        .extract(Context.root(), headers, HeaderMap.INSTANCE);
  }

  private static @Nullable Trace trace(Context context) {
    Map<String, String> headers = new HashMap<>();
    W3CTraceContextPropagator.getInstance().inject(context, headers, Tracing::put);
    String parent = headers.get("traceparent");
    String state = headers.get("tracestate");
    boolean fits = state != null && state.length() <= LONGEST_STATE;
    return parent == null ? null : new Trace(parent, fits ? state : null);
  }

  private static void put(@Nullable Map<String, String> headers, String name, String value) {
    if (headers != null) {
      headers.put(name, value);
    }
  }

  private static void put(@Nullable BiConsumer<String, String> to, String name, String value) {
    if (to != null) {
      to.accept(name, value);
    }
  }
}
