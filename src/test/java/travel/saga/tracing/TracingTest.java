package travel.saga.tracing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import travel.saga.reservation.Trace;

class TracingTest {
  private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final Trace ELSEWHERE =
      new Trace("00-" + TRACE_ID + "-00f067aa0ba902b7-01", "vendor=1");

  private final RecordedTraces recorded = new RecordedTraces();
  private final Tracing tracing = recorded.tracing();

  @Test
  void knowsWhereItIs() {
    assertThat(tracing.get()).isNull();

    List<@Nullable Trace> seen = new ArrayList<>();
    recorded.within("request", () -> seen.add(tracing.get()));

    assertThat(requireNonNull(seen.get(0)).id()).isEqualTo(recorded.only("request").getTraceId());
  }

  @Test
  void makesASpanOfEachAttemptInTheWorkflowsTrace() {
    tracing.run("r1", ELSEWHERE, () -> tracing.attempt("reserve-car", "r1", 2).end("done"));

    SpanData span = recorded.only("reserve-car");
    assertThat(span.getTraceId()).isEqualTo(TRACE_ID);
    assertThat(span.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(span.getSpanContext().getTraceState().get("vendor")).isEqualTo("1");
    assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(text(span, "reservation.id")).isEqualTo("r1");
    assertThat(text(span, "workflow.instance_id")).isEqualTo("r1");
    assertThat(text(span, "outcome")).isEqualTo("done");
    assertThat(span.getAttributes().get(AttributeKey.longKey("attempt"))).isEqualTo(2);
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(tracing.get()).isNull();
  }

  @Test
  void tellsTheKindOfAFaultAndNotItsWords() {
    tracing.run(
        "r1",
        ELSEWHERE,
        () -> {
          AttemptSpan attempt = tracing.attempt("reserve-car", "r1", 1);
          attempt.failed(new IllegalStateException("Ada Lovelace has no card"));
          attempt.end("fault");
        });

    SpanData span = recorded.only("reserve-car");
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(text(span, "error.type")).isEqualTo("java.lang.IllegalStateException");
    assertThat(span.toString()).doesNotContain("Lovelace");
  }

  @Test
  void beginsNoTraceByItself() {
    tracing.run("r1", null, () -> tracing.attempt("reserve-car", "r1", 1).end("done"));
    tracing.run(
        "r1",
        new Trace("no trace", null),
        () -> tracing.attempt("reserve-car", "r1", 1).end("done"));
    join(tracing.start("reservation", "r1", null, this::answered));

    assertThat(recorded.spans()).isEmpty();
  }

  @Test
  void startsAWorkflowAsAPartOfTheRequest() {
    List<@Nullable Trace> given = new ArrayList<>();
    recorded.within(
        "request",
        () ->
            join(
                tracing.start(
                    "reservation",
                    "r1",
                    requireNonNull(tracing.get()),
                    trace -> {
                      given.add(trace);
                      return answered(trace);
                    })));

    SpanData start = recorded.only("start reservation");
    SpanData request = recorded.only("request");
    assertThat(start.getParentSpanId()).isEqualTo(request.getSpanId());
    assertThat(start.getKind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(start.getLinks()).isEmpty();
    assertThat(requireNonNull(given.get(0)).traceparent())
        .isEqualTo("00-" + start.getTraceId() + "-" + start.getSpanId() + "-01");
  }

  @Test
  void startsAWorkflowInTheReservationsTraceAndLinksTheRequestThatWantsIt() {
    recorded.within(
        "cancel", () -> join(tracing.start("compensation", "r1", ELSEWHERE, this::answered)));

    SpanData start = recorded.only("start compensation");
    SpanData cancel = recorded.only("cancel");
    assertThat(start.getTraceId()).isEqualTo(TRACE_ID).isNotEqualTo(cancel.getTraceId());
    assertThat(linked(start)).containsExactly(cancel.getSpanId());
    assertThat(linked(cancel)).containsExactly(start.getSpanId());
  }

  @Test
  void carriesOnWithoutARequest() {
    join(tracing.start("reservation", "r1", ELSEWHERE, this::answered));

    SpanData start = recorded.only("start reservation");
    assertThat(start.getTraceId()).isEqualTo(TRACE_ID);
    assertThat(start.getLinks()).isEmpty();
  }

  @Test
  void endsTheSpanOfAStartThatFails() {
    CompletionStage<String> failed =
        tracing.start(
            "reservation",
            "r1",
            ELSEWHERE,
            trace ->
                CompletableFuture.failedStage(
                    new CompletionException(new IllegalStateException("away"))));

    assertThat(failed.toCompletableFuture()).isCompletedExceptionally();
    assertThat(text(recorded.only("start reservation"), "error.type"))
        .isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void handsOnWhereItIsAndTakesTheFollowingAlong() {
    Map<String, String> headers = new HashMap<>();
    List<Runnable> later = new ArrayList<>();
    recorded.within(
        "request",
        () -> {
          tracing.inject(headers::put);
          Executor carried = tracing.carriedTo(later::add);
          carried.execute(() -> tracing.inject(headers::put));
        });
    String there = headers.remove("traceparent");
    later.forEach(Runnable::run);

    assertThat(headers).containsEntry("traceparent", requireNonNull(there));
    assertThat(there).contains(recorded.only("request").getSpanId());
    assertThat(tracing.get()).isNull();
  }

  @Test
  void doesNothingWhereItIsOff() {
    Tracing off = Tracing.off();
    Executor executor = Runnable::run;
    recorded.within(
        "request",
        () -> {
          assertThat(off.get()).isNull();
          assertThat(off.carriedTo(executor)).isSameAs(executor);
          off.inject((name, value) -> assertThat(name).isNull());
          off.run("r1", ELSEWHERE, () -> off.attempt("reserve-car", "r1", 1).end("done"));
          assertThat(join(off.start("reservation", "r1", ELSEWHERE, this::answered)))
              .isEqualTo(ELSEWHERE.traceparent());
        });
    assertThat(recorded.spans()).hasSize(1);
  }

  @Test
  void keepsOfATraceStateWhatFits() {
    Trace long512 =
        new Trace(ELSEWHERE.traceparent(), "v=" + "x".repeat(250) + ",w=" + "y".repeat(250));
    Trace tooLong =
        new Trace(ELSEWHERE.traceparent(), "v=" + "x".repeat(256) + ",w=" + "y".repeat(256));

    assertThat(stateAfter(long512)).isNotNull();
    assertThat(stateAfter(tooLong)).isNull();
  }

  private @Nullable String stateAfter(Trace trace) {
    List<@Nullable Trace> seen = new ArrayList<>();
    tracing.run("r1", trace, () -> seen.add(tracing.get()));
    return requireNonNull(seen.get(0)).tracestate();
  }

  @Test
  void hidesWhatAnOperatorLooksFor() {
    recorded.begin("GET /reservations", "url.query", "last_name=Lovelace").end();
    recorded.begin("GET /q", "url.path", "/q").end();

    assertThat(text(recorded.only("GET /reservations"), "url.query")).isEqualTo("REDACTED");
    assertThat(text(recorded.only("GET /q"), "url.query")).isNull();
  }

  private CompletionStage<@Nullable String> answered(@Nullable Trace trace) {
    return CompletableFuture.completedStage(trace == null ? null : trace.traceparent());
  }

  private static @Nullable String text(SpanData span, String attribute) {
    return span.getAttributes().get(AttributeKey.stringKey(attribute));
  }

  private static List<String> linked(SpanData span) {
    return span.getLinks().stream()
        .map(LinkData::getSpanContext)
        .map(SpanContext::getSpanId)
        .toList();
  }

  private static <T extends @Nullable Object> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
