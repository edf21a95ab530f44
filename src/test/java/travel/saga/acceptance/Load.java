package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Requests that run at the same time, and what has been answered to them so far. */
final class Load {
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(90);

  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final List<CompletableFuture<?>> requests = new ArrayList<>();

  /** Sends {@code count} requests at once. */
  static Load of(int count, IntFunction<CompletableFuture<Answer>> request) {
    Load load = new Load();
    IntStream.range(0, count)
        .forEach(i -> load.requests.add(request.apply(i).thenAccept(load.answers::add)));
    return load;
  }

  /** {@code clients} that share {@code count} requests, each sending one after the other. */
  static Load shared(int clients, int count, IntFunction<CompletableFuture<Answer>> request) {
    Load load = new Load();
    AtomicInteger next = new AtomicInteger();
    IntStream.range(0, clients).forEach(i -> load.requests.add(load.take(next, count, request)));
    return load;
  }

  private CompletableFuture<Void> take(
      AtomicInteger next, int count, IntFunction<CompletableFuture<Answer>> request) {
    int mine = next.getAndIncrement();
    return mine >= count
        ? CompletableFuture.completedFuture(null)
        : request
            .apply(mine)
            .thenAccept(answers::add)
            .thenCompose(answered -> take(next, count, request));
  }

  /** {@code clients} that each send one request after the other, until one gets no answer. */
  static Load endless(int clients, IntFunction<CompletableFuture<Answer>> request) {
    Load load = new Load();
    IntStream.range(0, clients).forEach(i -> load.requests.add(load.repeat(i, request)));
    return load;
  }

  private CompletableFuture<Void> repeat(
      int client, IntFunction<CompletableFuture<Answer>> request) {
    return request
        .apply(client)
        .thenAccept(answers::add)
        .thenCompose(answered -> repeat(client, request));
  }

  /** {@code clients} that each send one request after the other, until one is told to go. */
  static Load untilRefused(int clients, IntFunction<CompletableFuture<Answer>> request) {
    Load load = new Load();
    IntStream.range(0, clients)
        .forEach(i -> load.requests.add(load.repeatUntilRefused(i, request)));
    return load;
  }

  private CompletableFuture<Void> repeatUntilRefused(
      int client, IntFunction<CompletableFuture<Answer>> request) {
    return request
        .apply(client)
        .thenCompose(
            answer -> {
              answers.add(answer);
              return answer.status() == 503
                  ? CompletableFuture.completedFuture(null)
                  : repeatUntilRefused(client, request);
            });
  }

  /** Waits for so many answers, whatever they are. */
  Load awaitAnswers(int count) {
    await("%d answers".formatted(count))
        .atMost(ANSWERED_WITHIN)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> answers.size() >= count);
    return this;
  }

  /** Waits until each request is answered or has failed. */
  Load awaitOver() {
    await("the requests to be over")
        .atMost(ANSWERED_WITHIN)
        .until(() -> requests.stream().allMatch(CompletableFuture::isDone));
    return this;
  }

  /** Waits for all, of which none may have failed. */
  Load awaitAllAnswered() {
    awaitOver();
    requests.forEach(CompletableFuture::join);
    return this;
  }

  List<Answer> answers() {
    return List.copyOf(answers);
  }

  /** Ids of the reservations that were promised to the callers. */
  Set<String> acknowledged() {
    return answers.stream()
        .filter(answer -> answer.status() / 100 == 2)
        .map(Answer::reservationId)
        .collect(Collectors.toSet());
  }

  Load expectOnly(Integer... statuses) {
    assertThat(answers).extracting(Answer::status).isSubsetOf(statuses);
    return this;
  }
}
