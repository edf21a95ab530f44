package travel.saga.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private final StepSamples steps = new StepSamples("k");

  @Test
  void putsAttemptsAndPausesOnOneAxis() {
    steps.done("reserve-flight").waiting("reserve-car", 2);

    Timeline timeline = timeline(StepSamples.START, StepSamples.START.plusSeconds(10));

    assertThat(timeline.ticks()).containsExactly("0 ms", "2.50 s", "5.00 s", "7.50 s", "10.0 s");
    assertThat(timeline.rows().get(0).bars())
        .extracting(Timeline.Bar::x, Timeline.Bar::width, Timeline.Bar::css, Timeline.Bar::label)
        .containsExactly(tuple(0, 100, "good", "Attempt 1: Completed, 1.00 s"));
    assertThat(timeline.rows().get(1).bars())
        .extracting(Timeline.Bar::x, Timeline.Bar::width, Timeline.Bar::css)
        .containsExactly(tuple(100, 100, "bad"), tuple(300, 100, "bad"));
    assertThat(timeline.rows().get(1).waits())
        .extracting(Timeline.Bar::x, Timeline.Bar::width, Timeline.Bar::label)
        .containsExactly(tuple(200, 100, "Waiting, 1.00 s"), tuple(400, 600, "Waiting, 6.00 s"));
  }

  @Test
  void letsWhatRunsLastUntilNow() {
    steps.running("reserve-flight");

    assertThat(timeline(StepSamples.START, StepSamples.START.plusSeconds(4)).rows().get(0).bars())
        .extracting(Timeline.Bar::x, Timeline.Bar::width, Timeline.Bar::css)
        .containsExactly(tuple(0, 1000, "busy"));
  }

  @Test
  void keepsWhatIsShortInSight() {
    steps.done("reserve-flight").done("reserve-car");
    Instant end = StepSamples.START.plusSeconds(1_000_000);

    assertThat(timeline(StepSamples.START, end).rows())
        .allSatisfy(row -> assertThat(row.bars().get(0).width()).isEqualTo(Timeline.SHORTEST));
  }

  @Test
  void staysWithinItsLengthWhateverTheClocksSay() {
    steps.done("reserve-flight").done("reserve-car");

    for (Instant begin : new Instant[] {StepSamples.START, StepSamples.START.plusSeconds(5)}) {
      assertThat(timeline(begin, begin).rows())
          .flatExtracting(Timeline.Row::bars)
          .allMatch(bar -> bar.x() >= 0 && bar.x() + bar.width() <= Timeline.LENGTH);
    }
  }

  private Timeline timeline(Instant begin, Instant end) {
    return Timeline.of(steps.all(), steps.parts(end), begin, end);
  }
}
