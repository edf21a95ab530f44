package travel.saga.acceptance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A request that is wrong.
 *
 * @param mentions what the answer has to say, so that the caller knows what to mend
 */
record BadInput(
    String what,
    int status,
    String mentions,
    String path,
    UnaryOperator<HttpRequest.Builder> request) {

  private static final String[] POSTS = {"/reserveFlight", "/reservations"};
  private static final String UNKNOWN = "000000000000-00000000-0000-4000-8000-000000000000";
  private static final int KIB = 1024;

  static Stream<BadInput> all() {
    List<BadInput> all = new ArrayList<>();
    for (String path : POSTS) {
      bodies(path, all);
      fields(path, all);
      headers(path, all);
    }
    all.add(new BadInput("unknown path", 404, "", "/nowhere", HttpRequest.Builder::GET));
    all.add(new BadInput("unknown id", 404, "", "/reservations/" + UNKNOWN, r -> r.GET()));
    all.add(new BadInput("no id at all", 404, "", "/reservations/not-an-id", r -> r.GET()));
    all.add(new BadInput("GET", 405, "", "/reserveFlight", HttpRequest.Builder::GET));
    all.add(new BadInput("DELETE", 405, "", "/reservations/" + UNKNOWN, r -> r.DELETE()));
    all.add(
        new BadInput(
            "PUT", 405, "", "/reservations", r -> json(r, text("{}")).method("PUT", text("{}"))));
    return all.stream();
  }

  private static void bodies(String path, List<BadInput> all) {
    all.add(posting("empty body", 400, "", path, text("")));
    all.add(posting("malformed JSON", 400, "", path, text("{\"first_name\": ")));
    all.add(posting("no JSON", 400, "", path, text("hello")));
    all.add(posting("JSON null", 400, "", path, text("null")));
    all.add(posting("a list", 400, "", path, text("[]")));
    all.add(posting("a number", 400, "", path, text("1")));
    all.add(posting("no fields", 400, "first_name", path, text("{}")));
    all.add(posting("17 KiB", 413, "", path, text(longBody(17 * KIB))));
    all.add(posting("1 MiB", 413, "", path, text(longBody(KIB * KIB))));
  }

  private static void fields(String path, List<BadInput> all) {
    for (String field : new String[] {"first_name", "last_name", "location"}) {
      all.add(changed("missing " + field, field, path, trip -> trip.remove(field)));
      all.add(changed("null " + field, field, path, trip -> trip.putNull(field)));
      all.add(changed("empty " + field, field, path, trip -> trip.put(field, "")));
      all.add(changed("blank " + field, field, path, trip -> trip.put(field, " \t ")));
      all.add(changed("long " + field, field, path, trip -> trip.put(field, "x".repeat(101))));
      all.add(changed("NUL in " + field, field, path, trip -> trip.put(field, "a\u0000b")));
      all.add(changed("newline in " + field, field, path, trip -> trip.put(field, "a\nb")));
      all.add(changed("object as " + field, "", path, trip -> trip.putObject(field)));
    }
    all.add(changed("long car_class", "", path, trip -> trip.put("car_class", "x".repeat(101))));
    all.add(changed("unknown run_type", "run_type", path, trip -> trip.put("run_type", "failAll")));
  }

  private static void headers(String path, List<BadInput> all) {
    BodyPublisher good = text(TripRequest.to("rome").json());
    all.add(
        new BadInput(
            "wrong media type",
            415,
            "",
            path,
            r -> r.header("Content-Type", "text/plain").POST(good)));
    all.add(
        new BadInput(
            "long Idempotency-Key",
            400,
            "Idempotency-Key",
            path,
            r -> json(r, good).header("Idempotency-Key", "k".repeat(256))));
    all.add(
        new BadInput(
            "blank in Idempotency-Key",
            400,
            "Idempotency-Key",
            path,
            r -> json(r, good).header("Idempotency-Key", "a b")));
  }

  private static BadInput changed(
      String what, String mentions, String path, Consumer<ObjectNode> change) {
    ObjectNode trip = TripRequest.to("rome").node();
    change.accept(trip);
    return posting(what, 400, mentions, path, text(trip.toString()));
  }

  private static BadInput posting(
      String what, int status, String mentions, String path, BodyPublisher body) {
    return new BadInput(what, status, mentions, path, r -> json(r, body));
  }

  private static HttpRequest.Builder json(HttpRequest.Builder request, BodyPublisher body) {
    return request.header("Content-Type", "application/json").POST(body);
  }

  private static BodyPublisher text(String body) {
    return BodyPublishers.ofString(body);
  }

  private static String longBody(int size) {
    return TripRequest.to("x".repeat(size)).json();
  }

  @Override
  public String toString() {
    return path + ": " + what + " => " + status;
  }
}
