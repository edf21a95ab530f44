package travel.saga.acceptance;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Speaks HTTP to one service; never repeats a request by itself. */
final class Client {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final URI base;

  Client(int port) {
    base = URI.create("http://127.0.0.1:" + port);
  }

  /** The seed's call: waits for the outcome. */
  Answer reserveFlight(TripRequest trip) {
    return send(json("/reserveFlight", trip.json()));
  }

  CompletableFuture<Answer> reserveFlightAsync(TripRequest trip) {
    return sendAsync(json("/reserveFlight", trip.json()));
  }

  /** Takes a reservation without waiting; {@code headers} are names and values in turn. */
  Answer reserve(TripRequest trip, String... headers) {
    return send(withHeaders(json("/reservations", trip.json()), headers));
  }

  CompletableFuture<Answer> reserveAsync(TripRequest trip, String... headers) {
    return sendAsync(withHeaders(json("/reservations", trip.json()), headers));
  }

  /** Cancels a reservation; {@code headers} are names and values in turn. */
  Answer cancel(String id, String... headers) {
    return send(withHeaders(cancelling(id), headers));
  }

  CompletableFuture<Answer> cancelAsync(String id) {
    return sendAsync(cancelling(id));
  }

  private HttpRequest.Builder cancelling(String id) {
    return request("/reservations/" + id + "/cancel").POST(BodyPublishers.noBody());
  }

  /** Retries or settles an open compensation, as whoever holds the token. */
  Answer compensation(String id, String compensation, String action, String token) {
    return send(
        request("/executions/" + id + "/compensations/" + compensation + "/" + action)
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.noBody()));
  }

  Answer reservation(String id) {
    return get("/reservations/" + id);
  }

  Answer get(String path) {
    return send(request(path).GET());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
  }

  private HttpRequest.Builder json(String path, String body) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private static HttpRequest.Builder withHeaders(HttpRequest.Builder request, String... headers) {
    return headers.length == 0 ? request : request.headers(headers);
  }

  Answer send(HttpRequest.Builder request) {
    try {
      return Answer.of(http.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException());
    }
  }

  CompletableFuture<Answer> sendAsync(HttpRequest.Builder request) {
    return http.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(Answer::of);
  }
}
