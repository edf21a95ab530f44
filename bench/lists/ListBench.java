import java.io.File;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code GET /reservations} and {@code GET /executions} of the packaged service on its embedded
 * engine, with many stored. See README.md.
 */
final class ListBench {
  private static final String TOKEN = "the-token-of-the-bench";
  private static final String BODY =
      "{\"first_name\":\"hello\",\"last_name\":\"there\",\"location\":\"spain\",\"car_class\":\"compact\"}";
  private static final Pattern NEXT = Pattern.compile("\"next\":\"([^\"]*)\"");
  private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/assets/[^\"]*)\"");
  private static final Pattern ID = Pattern.compile("\"reservation_id\":\"([^\"]*)\"");
  private static final Pattern EXECUTION_ID = Pattern.compile("\"id\":\"([^\"]*)\"");
  private static final long APART_MILLIS = 13_000;
  private static final int ATTENTION_EACH = 10_000;
  private static final int FAILED_EACH = 2_000;
  private static final int COMPLETED = 1; // as the workflow protocol numbers them
  private static final int FAILED = 3;
  private static final String INSTANCE =
      "INSERT INTO instance SELECT ?, ?, generation, execution_id, name, ?, ?,"
          + " updated_millis, completed_millis, start_at_millis, input, output, custom_status,"
          + " failure, history_length, history_bytes, last_turn_millis, NULL, NULL"
          + " FROM instance WHERE id = ?";
  private static final int ROUNDS = Integer.parseInt(setting("ROUNDS", "300"));

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path data;
  private final Path scratch;
  private int port;

  private ListBench(Path scratch) throws Exception {
    this.scratch = scratch;
    this.data = Files.createTempDirectory(scratch, "data-");
  }

  public static void main(String[] arguments) throws Exception {
    Path scratch = Files.createDirectories(Path.of(setting("SCRATCH", "target/bench-lists")));
    ListBench bench = new ListBench(scratch);
    try {
      bench.run(Integer.parseInt(setting("STORED", "200000")));
    } finally {
      delete(bench.data);
    }
  }

  private void run(int stored) throws Exception {
    Process service = start();
    String id;
    try {
      id = bookOne();
    } finally {
      stop(service);
    }
    fill(id, stored);
    service = start();
    try {
      measure(stored);
      measurePages(id, stored);
    } finally {
      stop(service);
    }
  }

  /**
   * The record of a reservation that was booked, many times, and markers of those at ATTENTION; for
   * each the row of its execution, which lists read, without a history, which they do not.
   */
  private void fill(String id, int count) throws Exception {
    try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("engine.db"));
        Statement statement = file.createStatement()) {
      String store;
      String record;
      try (ResultSet row =
          statement.executeQuery(
              "SELECT store, CAST(value AS TEXT) FROM state WHERE key = 'reservation|" + id + "'")) {
        row.next();
        store = row.getString(1);
        record = row.getString(2);
      }
      statement.execute("BEGIN");
      try (PreparedStatement insert =
              file.prepareStatement(
                  "INSERT INTO state (store, key, value, version) VALUES (?, ?, ?, ?)");
          PreparedStatement instance = file.prepareStatement(INSTANCE)) {
        long newest = System.currentTimeMillis();
        for (int i = count - 1; i >= 0; i--) { // oldest first, as they are made
          String one = "%012x-%s".formatted(newest - i * APART_MILLIS, UUID.randomUUID());
          String json = record.replace(id, one);
          if (i % ATTENTION_EACH == 0) {
            json = json.replace("CONFIRMED\",\"trip", "ATTENTION\",\"trip");
            if (!json.contains("ATTENTION")) {
              throw new IllegalStateException("no status in " + record);
            }
            put(insert, store, "attention|" + one, "{}", i);
          }
          if (i % ATTENTION_EACH == ATTENTION_EACH / 2) {
            json = json.replace("CONFIRMED\",\"trip", "PENDING\",\"trip");
            put(insert, store, "open|" + one, "{}", i);
            put(insert, store, "retrying|" + one, "{}", i);
          }
          put(insert, store, "reservation|" + one, json, i);
          instance.setInt(1, 1_000 + count - i);
          instance.setString(2, one);
          instance.setInt(3, i % FAILED_EACH == FAILED_EACH - 1 ? FAILED : COMPLETED);
          instance.setLong(4, newest - i * APART_MILLIS);
          instance.setString(5, id);
          instance.execute();
        }
      }
      statement.execute("COMMIT");
    }
    System.err.printf("%,d stored, %d MiB%n", count, Files.size(data.resolve("engine.db")) >> 20);
  }

  private static void put(PreparedStatement insert, String store, String key, String value, int i)
      throws Exception {
    insert.setString(1, store);
    insert.setString(2, key);
    insert.setBytes(3, value.getBytes(StandardCharsets.UTF_8));
    insert.setLong(4, i);
    insert.execute();
  }

  private void measure(int stored) throws Exception {
    String reservations = "/reservations";
    System.out.printf(
        "The first call after the start: %.0f ms%n%n", millis(time(reservations + "?limit=50")));
    System.out.println("| call | p50 ms | p95 ms | p99 ms | longest ms |");
    System.out.println("|---|---|---|---|---|");
    report("first page of 50", reservations + "?limit=50");
    report("first page of 200", reservations + "?limit=200");
    String middle = pageThrough(reservations, stored / 2);
    report("a page of 50 in the middle", reservations + "?limit=50&cursor=" + middle);
    report(
        "`status=ATTENTION`, " + stored / ATTENTION_EACH + " of them",
        reservations + "?status=ATTENTION");
    report("`status=CONFIRMED`", reservations + "?status=CONFIRMED");
    report(
        "`last_name` of nobody: 1,600 records looked through",
        reservations + "?last_name=nobody");
    measureExecutions(stored);
  }

  private void measureExecutions(int stored) throws Exception {
    String executions = "/executions";
    report("executions: first page of 50", executions + "?limit=50");
    report("executions: first page of 200", executions + "?limit=200");
    String middle = pageThrough(executions, stored / 2);
    report("executions: a page of 50 in the middle", executions + "?limit=50&cursor=" + middle);
    report("executions: `status=COMPLETED`", executions + "?status=COMPLETED");
    report("executions: `status=FAILED`, one in 2,000", executions + "?status=FAILED");
    report("executions: `q` that fits none", executions + "?q=nothing");
    String id = idOfPage(executions + "?limit=1&cursor=" + middle);
    report("executions: `q`, a whole id in the middle", executions + "?q=" + id);
    report("executions: `focus=attention`", executions + "?focus=attention");
    report("executions: `focus=retrying`", executions + "?focus=retrying");
    Instant middleTime = Instant.now().minusMillis(stored / 2 * APART_MILLIS);
    report(
        "executions: an hour in the middle",
        executions
            + "?created_from="
            + middleTime
            + "&created_before="
            + middleTime.plusSeconds(3600));
    report("one execution, looked up", executions + "/" + id);
  }

  /** The console, as a browser asks for it: compressed. */
  private void measurePages(String booked, int stored) throws Exception {
    String middle = middleOfExecutions(stored);
    report("page: the newest executions", "/console");
    report("page: executions in the middle", "/console?cursor=" + middle);
    report("page: `status=failed`, one in 2,000", "/console?status=failed");
    report("page: needs attention", "/console?status=attention");
    report("page: `q` that fits none", "/console?q=nothing");
    report("page: one execution", "/console/executions/" + booked);
    report("page: its history", "/console/executions/" + booked + "/history");
    System.out.println();
    System.out.println("| over the wire, compressed | bytes |");
    System.out.println("|---|---|");
    int sum = reportBytes("/console");
    Matcher assets = ASSET.matcher(get("/console"));
    while (assets.find()) {
      sum += reportBytes(assets.group(1));
    }
    System.out.printf("| the first page, in all | %,d |%n", sum);
    reportBytes("/console/executions/" + booked);
  }

  private String middleOfExecutions(int stored) throws Exception {
    String cursor = "";
    for (int seen = 0; seen < stored / 2; seen += 200) {
      Matcher next = NEXT.matcher(get("/executions?limit=200&cursor=" + cursor));
      next.find();
      cursor = next.group(1);
    }
    return cursor;
  }

  private int reportBytes(String path) throws Exception {
    int bytes = http.send(request(path), BodyHandlers.ofByteArray()).body().length;
    System.out.printf("| `%s` | %,d |%n", path.replaceFirst("[?].*", ""), bytes);
    return bytes;
  }

  private String idOfPage(String query) throws Exception {
    Matcher id = EXECUTION_ID.matcher(get(query));
    if (!id.find()) {
      throw new IllegalStateException("nothing on the page " + query);
    }
    return id.group(1);
  }

  private void report(String name, String query) throws Exception {
    long[] nanos = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      nanos[i] = time(query);
    }
    print(name, nanos);
  }

  /** Follows the cursors over so many rows; the time of every page counts. */
  private String pageThrough(String list, int rows) throws Exception {
    List<Long> nanos = new ArrayList<>();
    String cursor = "";
    for (int seen = 0; seen < rows; seen += 50) {
      long begun = System.nanoTime();
      Matcher next = NEXT.matcher(get(list + "?limit=50&cursor=" + cursor));
      nanos.add(System.nanoTime() - begun);
      next.find();
      cursor = next.group(1);
    }
    print(
        list + ": every page of 50 from the first to the middle",
        nanos.stream().mapToLong(Long::longValue).toArray());
    return cursor;
  }

  private long time(String query) throws Exception {
    long begun = System.nanoTime();
    HttpResponse<byte[]> answer = http.send(request(query), BodyHandlers.ofByteArray());
    long nanos = System.nanoTime() - begun;
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(query + ": " + answer.statusCode());
    }
    return nanos;
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(uri(path))
        .header("Authorization", "Bearer " + TOKEN)
        .header("Accept-Encoding", "gzip") // as sent; pages are, JSON is not
        .header("Accept", path.startsWith("/console") ? "text/html" : "*/*")
        .build();
  }

  private String get(String query) throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(uri(query))
                .header("Authorization", "Bearer " + TOKEN)
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(query + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private static void print(String name, long[] nanos) {
    Arrays.sort(nanos);
    System.out.printf(
        "| %s | %.1f | %.1f | %.1f | %.1f |%n",
        name, at(nanos, 50), at(nanos, 95), at(nanos, 99), millis(nanos[nanos.length - 1]));
  }

  private static double at(long[] sorted, int percent) {
    return millis(sorted[sorted.length * percent / 100]);
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }

  private String bookOne() throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(uri("/reserveFlight"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(BODY))
                .build(),
            BodyHandlers.ofString());
    Matcher id = ID.matcher(answer.body());
    if (answer.statusCode() != 200 || !id.find()) {
      throw new IllegalStateException(answer.body());
    }
    return id.group(1);
  }

  private Process start() throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    List<String> command = new ArrayList<>();
    String home = System.getProperty("java.home");
    command.add(Path.of(home, "bin", "java").toString());
    command.addAll(
        Arrays.stream(setting("JAVA_OPTS", "-Xmx512m").split(" ")).filter(o -> !o.isEmpty()).toList());
    command.addAll(List.of("-jar", setting("JAR", "target/quarkus-app/quarkus-run.jar")));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(n -> n.startsWith("DAPR_") || n.startsWith("RESERVATIONS_"));
    builder.environment().put("PORT", "" + port);
    builder.environment().put("RESERVATIONS_ENGINE", "embedded");
    builder.environment().put("RESERVATIONS_ADMIN_TOKEN", TOKEN);
    builder.environment().put("RESERVATIONS_DATA_DIR", data.toString());
    File log = scratch.resolve("service.log").toFile();
    Process service = builder.redirectErrorStream(true).redirectOutput(log).start();
    Runtime.getRuntime().addShutdownHook(new Thread(service::destroyForcibly));
    awaitReady(service);
    return service;
  }

  private void awaitReady(Process service) throws Exception {
    while (service.isAlive()) {
      try {
        HttpRequest ready = HttpRequest.newBuilder(uri("/q/health/ready")).build();
        if (http.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (java.io.IOException notThereYet) {
        // it listens in a moment
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException("the service has ended: see " + scratch.resolve("service.log"));
  }

  private static void stop(Process service) throws Exception {
    service.destroy();
    service.waitFor(30, TimeUnit.SECONDS);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static String setting(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isBlank() ? otherwise : value;
  }

  private static void delete(Path directory) throws Exception {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
