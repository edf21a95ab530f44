package travel.saga.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Many threads that all begin at once. */
public final class Race {
  private Race() {}

  /** Answers what each of the racers came back with, by its number. */
  public static <T> List<T> run(int racers, IntFunction<T> racer) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(racers);
    try {
      var start = new CyclicBarrier(racers);
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < racers; i++) {
        int number = i;
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return racer.apply(number);
                }));
      }
      List<T> answers = new ArrayList<>();
      for (Future<T> answer : running) {
        answers.add(answer.get());
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }
}
