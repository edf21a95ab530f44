package travel.saga.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.WireFormat;

/**
 * Reads the steps of a saga out of its history. A saga retries by itself, so the engine knows
 * nothing of steps: each attempt is a call of its own, with its number in the input.
 */
public final class StepFold {
  private static final Failure TIMED_OUT = new Failure("Timeout", "It was not answered in time.");
  private static final Failure UNREADABLE =
      new Failure("UnreadableAnswer", "The answer was none that the step can have.");

  private final UndoPairs pairs;
  private final List<Step> steps = new ArrayList<>();
  private final Map<Integer, Call> open = new HashMap<>();
  private final Map<Integer, Call> deadlines = new HashMap<>();
  private final Map<Integer, Instant> pauses = new HashMap<>();

  private StepFold(UndoPairs pairs) {
    this.pairs = pairs;
  }

  /**
   * @param events of the whole history
   * @param ended whether the execution has ended
   * @return in the order in which they began
   */
  public static List<StepRun> steps(List<StepEvent> events, boolean ended, UndoPairs pairs) {
    StepFold fold = new StepFold(pairs);
    events.forEach(fold::add);
    return fold.steps.stream().map(step -> fold.run(step, ended)).toList();
  }

  private void add(StepEvent event) {
    if (event instanceof StepEvent.Called called) {
      call(called);
    } else if (event instanceof StepEvent.Answered answered) {
      answer(answered);
    } else if (event instanceof StepEvent.Failed failed) {
      end(failed.call(), failed.at(), StepStatus.FAILED, null, failed.failure());
    } else if (event instanceof StepEvent.TimerSet set) {
      set(set);
    } else if (event instanceof StepEvent.TimerFired fired) {
      fire(fired);
    }
  }

  private void call(StepEvent.Called called) {
    int number = Math.max(1, json(called.input()).path("attempt").asInt(1));
    Step step = number == 1 ? begin(called.step()) : latest(called.step());
    if (!step.calls.isEmpty()) {
      step.last().repeated();
    }
    Call call = new Call(number, called);
    step.calls.add(call);
    open.put(called.id(), call);
  }

  private Step begin(String name) {
    Step step = new Step(name);
    steps.add(step);
    return step;
  }

  private Step latest(String name) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i).name.equals(name)) {
        return steps.get(i);
      }
    }
    return begin(name);
  }

  /** What comes after a deadline is not looked at by the saga either. */
  private void end(
      int id, Instant at, StepStatus status, @Nullable String output, @Nullable Failure error) {
    Call call = open.remove(id);
    if (call != null) {
      call.end(at, status, output, error);
    }
  }

  private void answer(StepEvent.Answered answered) {
    JsonNode answer = json(answered.output());
    if (answer.has("postponed")) {
      String why = answer.at("/postponed/message").asText();
      end(answered.call(), answered.at(), StepStatus.FAILED, null, new Failure("Postponed", why));
      return;
    }
    StepStatus status = answer.has("refused") ? StepStatus.REFUSED : StepStatus.COMPLETED;
    end(answered.call(), answered.at(), status, answered.output(), null);
  }

  private void set(StepEvent.TimerSet set) {
    open.values().stream()
        .max(Comparator.comparing(call -> call.called.id()))
        .ifPresentOrElse(
            call -> deadlines.put(set.id(), call), () -> pauses.put(set.id(), set.until()));
  }

  private void fire(StepEvent.TimerFired fired) {
    pauses.remove(fired.timer());
    Call call = deadlines.remove(fired.timer());
    if (call != null) {
      end(call.called.id(), fired.at(), StepStatus.FAILED, null, TIMED_OUT);
    }
  }

  private StepRun run(Step step, boolean ended) {
    StepStatus status = status(step, ended);
    return new StepRun(
        step.name,
        pairs.isCompensation(step.name),
        status,
        step.calls.stream().map(call -> call.attempt(ended)).toList(),
        status == StepStatus.WAITING && isLatest(step) ? nextPause() : null,
        undoneBy(step));
  }

  private StepStatus status(Step step, boolean ended) {
    StepStatus last = step.last().attempt(ended).status();
    boolean failed = last == StepStatus.FAILED || (last == StepStatus.REFUSED && isUndoing(step));
    if (!failed) {
      return last;
    }
    boolean goesOn = isUndoing(step) ? isStillUndoing(step) : isLatest(step) && !pauses.isEmpty();
    return !ended && goesOn ? StepStatus.WAITING : StepStatus.FAILED;
  }

  private boolean isUndoing(Step step) {
    return pairs.isCompensation(step.name);
  }

  /** A compensation that fails is tried on until something else begins: the announcement. */
  private boolean isStillUndoing(Step step) {
    return steps.subList(steps.indexOf(step), steps.size()).stream().allMatch(this::isUndoing);
  }

  /** Whether the pause that the saga makes, if any, is this step's. */
  private boolean isLatest(Step step) {
    return steps.stream().allMatch(other -> other.last().called.id() <= step.last().called.id());
  }

  private @Nullable Instant nextPause() {
    return pauses.values().stream().min(Instant::compareTo).orElse(null);
  }

  private @Nullable String undoneBy(Step step) {
    String compensation = pairs.byStep().get(step.name);
    boolean undone =
        steps.stream()
            .anyMatch(
                other ->
                    other.name.equals(compensation) && other.last().status == StepStatus.COMPLETED);
    return undone ? compensation : null;
  }

  private static JsonNode json(@Nullable String text) {
    try {
      return text == null ? MissingNode.getInstance() : WireFormat.MAPPER.readTree(text);
    } catch (JsonProcessingException noJson) {
      return MissingNode.getInstance();
    }
  }

  private static final class Step {
    private final String name;
    private final List<Call> calls = new ArrayList<>();

    Step(String name) {
      this.name = name;
    }

    Call last() {
      return calls.get(calls.size() - 1);
    }
  }

  private static final class Call {
    private final int number;
    private final StepEvent.Called called;
    private StepStatus status = StepStatus.RUNNING;
    private @Nullable Instant endedAt;
    private @Nullable String output;
    private @Nullable Failure error;

    Call(int number, StepEvent.Called called) {
      this.number = number;
      this.called = called;
    }

    void end(Instant at, StepStatus how, @Nullable String answer, @Nullable Failure failure) {
      endedAt = at;
      status = how;
      output = answer;
      error = failure;
    }

    /** Nothing that is done is tried again: the saga could not read the answer. */
    void repeated() {
      if (status == StepStatus.COMPLETED) {
        status = StepStatus.FAILED;
        error = UNREADABLE;
      }
    }

    Attempt attempt(boolean ended) {
      StepStatus now = ended && status == StepStatus.RUNNING ? StepStatus.ABANDONED : status;
      return new Attempt(
          number,
          called.id(),
          now,
          called.at(),
          endedAt,
          called.input(),
          output,
          error,
          called.traceId());
    }
  }
}
