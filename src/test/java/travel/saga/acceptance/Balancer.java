package travel.saga.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Replicas of the service, as clients behind a balancer see them. */
final class Balancer {
  private final List<ServiceProcess> replicas = new ArrayList<>();

  void add(ServiceProcess replica) {
    replicas.add(replica);
  }

  /** Puts a replica in the place of one that has ended. */
  void replace(int index, ServiceProcess replica) {
    replicas.set(index, replica);
  }

  ServiceProcess replica(int index) {
    return replicas.get(index);
  }

  List<ServiceProcess> replicas() {
    return List.copyOf(replicas);
  }

  /**
   * Reserves under a key. Who gets no answer, or a 503, asks the next replica under it.
   *
   * @param first the replica that is asked first, counted on over all
   * @param tries so many replicas in turn
   */
  CompletableFuture<Answer> reserve(String key, int first, int tries) {
    return replicas
        .get(first % replicas.size())
        .client()
        .reserveAsync(TripRequest.to("rome"), "Idempotency-Key", key)
        .handle(
            (answer, failure) ->
                tries > 1 && (failure != null || answer.status() == 503)
                    ? reserve(key, first + 1, tries - 1)
                    : result(answer, failure))
        .thenCompose(sent -> sent);
  }

  private static CompletableFuture<Answer> result(Answer answer, Throwable failure) {
    return failure == null
        ? CompletableFuture.completedFuture(answer)
        : CompletableFuture.failedFuture(failure);
  }
}
