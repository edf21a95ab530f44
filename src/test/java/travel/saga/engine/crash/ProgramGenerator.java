package travel.saga.engine.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes up workflows. */
final class ProgramGenerator {
  private static final int DEEPEST = 2;

  private final Random random;
  private int programs;
  private int events;
  private int patches;

  ProgramGenerator(Random random) {
    this.random = random;
  }

  Program next() {
    return program(0);
  }

  private Program program(int depth) {
    String name = "program-" + programs++;
    int count = random.nextInt(4) == 0 ? 2 + random.nextInt(3) : 1;
    List<List<Step>> generations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Step> steps = new ArrayList<>();
      int length = random.nextInt(depth == 0 ? 6 : 3);
      for (int j = 0; j < length; j++) {
        steps.add(step(depth));
      }
      generations.add(steps);
    }
    return new Program(name, generations, random.nextInt(8) == 0);
  }

  private Step step(int depth) {
    return switch (random.nextInt(14)) {
      case 0, 1, 2 -> new Step.Activities(tasks(1));
      case 3, 4 -> new Step.Activities(tasks(2 + random.nextInt(5)));
      case 5 -> new Step.Fork(forked());
      case 6 -> new Step.Sleep(1 + random.nextInt(5_000));
      case 7 -> new Step.Race(new Step.Task(random.nextLong(), 0, 1), 1 + random.nextInt(200));
      case 8 -> new Step.CustomStatus(random.nextLong());
      case 9 -> new Step.Foreign(random.nextBoolean());
      case 10 -> changed();
      case 11 ->
          depth == 0
              ? new Step.Events("event-" + events++, 1 + random.nextInt(4))
              : new Step.Sleep(1 + random.nextInt(100));
      default ->
          depth < DEEPEST
              ? new Step.Child(program(depth + 1), random.nextBoolean(), random.nextInt(3) > 0)
              : new Step.Activities(tasks(1));
    };
  }

  private Step changed() {
    String patch = random.nextBoolean() ? "" : "patch-" + patches++;
    Step.Task task = new Step.Task(random.nextLong(), 0, 1);
    return new Step.Changed(patch, task, 1 + random.nextInt(100));
  }

  private List<Step.Task> tasks(int count) {
    List<Step.Task> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int attempts = 1 + random.nextInt(3);
      int failures = random.nextInt(3) == 0 ? random.nextInt(attempts + 1) : 0;
      tasks.add(new Step.Task(random.nextLong(), failures, attempts));
    }
    return tasks;
  }

  private List<Step.Task> forked() {
    List<Step.Task> tasks = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      tasks.add(new Step.Task(random.nextLong(), 0, 1));
    }
    return tasks;
  }
}
