package travel.saga.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;

/** Whoever has the admin token of one service. */
record Operator(Client client) {
  static final String TOKEN = "a-token-of-the-acceptance-suite";

  /** The launch of a service that this operator may use. */
  static Launch known(Launch launch) {
    return launch.withEnvironment("RESERVATIONS_ADMIN_TOKEN", TOKEN);
  }

  static Operator of(ServiceProcess service) {
    return new Operator(service.client());
  }

  Answer get(String path) {
    return send(client.request(path).GET());
  }

  /** Asks for something that needs no words. */
  Answer post(String path) {
    return send(client.request(path).POST(BodyPublishers.noBody()));
  }

  CompletableFuture<Answer> postAsync(String path) {
    return client.sendAsync(authorized(client.request(path).POST(BodyPublishers.noBody())));
  }

  Answer execution(String id) {
    return get("/executions/" + id);
  }

  /** Does something to an execution without saying more. */
  Answer act(String id, String action) {
    return send(client.request(actionPath(id, action)).POST(BodyPublishers.noBody()));
  }

  /** The same, for whoever does not wait for the answer. */
  CompletableFuture<Answer> actAsync(String id, String action) {
    return client.sendAsync(
        authorized(client.request(actionPath(id, action)).POST(BodyPublishers.noBody())));
  }

  Answer act(String id, String action, String body) {
    return send(
        client
            .request(actionPath(id, action))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private static String actionPath(String id, String action) {
    return "/executions/" + id + "/" + action;
  }

  private Answer send(HttpRequest.Builder request) {
    return client.send(authorized(request));
  }

  private static HttpRequest.Builder authorized(HttpRequest.Builder request) {
    return request.header("Authorization", "Bearer " + TOKEN);
  }

  /** The step of that name, of an execution's answer. */
  static JsonNode step(Answer execution, String name) {
    return StreamSupport.stream(execution.json().path("steps").spliterator(), false)
        .filter(step -> step.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no step " + name + " in " + execution.body()));
  }

  /** One field of every element. */
  static List<String> each(JsonNode array, String field) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(element -> element.path(field).asText())
        .toList();
  }
}
