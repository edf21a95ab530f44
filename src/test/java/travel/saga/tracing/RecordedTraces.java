package travel.saga.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;

/** Tracing that keeps the spans that have ended. */
public final class RecordedTraces {
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final OpenTelemetrySdk telemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(new HiddenQuery())
                  .addSpanProcessor(SimpleSpanProcessor.create(spans))
                  .build())
          .build();
  private final Tracing tracing = Tracing.of(telemetry);

  public Tracing tracing() {
    return tracing;
  }

  public List<SpanData> spans() {
    return spans.getFinishedSpanItems();
  }

  public SpanData only(String name) {
    List<SpanData> found = spans().stream().filter(span -> span.getName().equals(name)).toList();
    if (found.size() != 1) {
      throw new AssertionError(name + " is there " + found.size() + " times: " + spans());
    }
    return found.get(0);
  }

  /** As a request does it. */
  public void within(String request, Runnable work) {
    Span span = telemetry.getTracer("test").spanBuilder(request).setNoParent().startSpan();
    try (var scope = span.makeCurrent()) {
      work.run();
    } finally {
      span.end();
    }
  }

  Span begin(String name, String attribute, String value) {
    return telemetry.getTracer("test").spanBuilder(name).setAttribute(attribute, value).startSpan();
  }
}
