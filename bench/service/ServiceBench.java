import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * A closed loop of {@code POST /reserveFlight} against the packaged service on its embedded engine,
 * and what the same disk does with the same writes. See README.md.
 */
final class ServiceBench {
  private static final String BODY =
      "{\"first_name\":\"hello\",\"last_name\":\"there\",\"location\":\"spain\",\"car_class\":\"compact\"}";
  private static final byte[] REQUEST =
      ("POST /reserveFlight HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + "Content-Length: "
              + BODY.length()
              + "\r\n\r\n"
              + BODY)
          .getBytes(StandardCharsets.US_ASCII);
  private static final long TICKS_PER_SECOND = 100; // USER_HZ of Linux
  private static final int PAGE = 4096;
  private static final long FILL_REPORTS = 10;

  private final int port;
  private final Process service;
  private final Path data;
  private final String backups; // their directory; null for none
  private final HttpClient http = HttpClient.newHttpClient();

  private ServiceBench(int port, Process service, Path data, String backups) {
    this.port = port;
    this.service = service;
    this.data = data;
    this.backups = backups;
  }

  public static void main(String[] arguments) throws Exception {
    Path jar = Path.of(setting("JAR", "target/quarkus-app/quarkus-run.jar"));
    Path scratch = Files.createDirectories(Path.of(setting("SCRATCH", "target/bench-service")));
    Path data = Files.createTempDirectory(scratch, "data-");
    int port = freePort();
    List<String> command = new ArrayList<>(List.of(javaProgram()));
    command.addAll(Arrays.stream(setting("JAVA_OPTS", "").split(" ")).filter(o -> !o.isEmpty()).toList());
    command.addAll(List.of("-jar", jar.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(n -> n.startsWith("DAPR_") || n.startsWith("RESERVATIONS_"));
    builder.environment().put("PORT", "" + port);
    builder.environment().put("RESERVATIONS_ENGINE", "embedded");
    builder.environment().put("RESERVATIONS_DATA_DIR", data.toString());
    String backups = System.getenv("BACKUPS");
    if (backups != null) {
      builder.environment().put("RESERVATIONS_BACKUP_DIR", backups);
    }
    File log = scratch.resolve("service.log").toFile();
    Process service = builder.redirectErrorStream(true).redirectOutput(log).start();
    Runtime.getRuntime().addShutdownHook(new Thread(service::destroyForcibly));
    try {
      new ServiceBench(port, service, data, backups).run(scratch);
    } finally {
      service.destroy();
      service.waitFor(30, TimeUnit.SECONDS);
      delete(data);
    }
  }

  private void run(Path scratch) throws Exception {
    awaitReady();
    load(16, Long.parseLong(setting("WARMUP", "3000")), Long.MAX_VALUE);
    fill(Long.parseLong(setting("FILL", "0")));
    System.out.println(
        "| clients | reservations/s | p50 ms | p95 ms | p99 ms | longest ms | CPU s per 1,000 | RSS MiB"
            + " | commits per reservation | KiB written per reservation"
            + " | storage floor: commits/s | ... in reservations/s | others' cores |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    long nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(setting("DURATION", "30")));
    for (String clients : setting("CLIENTS", "1 16 64").split(" ")) {
      measure(Integer.parseInt(clients), nanos, scratch);
    }
  }

  /** One, while the load goes on; what it cost is in the row of the load. */
  private void backUp() {
    try {
      long begun = System.nanoTime();
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/backups"))
                  .POST(HttpRequest.BodyPublishers.noBody())
                  .build(),
              BodyHandlers.ofString());
      System.err.printf(
          "backup: %d %s in %.1f s; the log has grown to %d MiB%n",
          answer.statusCode(),
          answer.body(),
          (System.nanoTime() - begun) / 1e9,
          Files.size(data.resolve("engine.db-wal")) >> 20);
    } catch (IOException | InterruptedException e) {
      System.err.println("backup: " + e);
    }
  }

  private void fill(long reservations) throws Exception {
    for (long done = 0; done < reservations; ) {
      long step = Math.min(Math.max(1, reservations / FILL_REPORTS), reservations - done);
      long begun = System.nanoTime();
      load(64, step, Long.MAX_VALUE);
      done += step;
      System.err.printf(
          "%,d stored; the last %,d at %.0f/s; RSS %d MiB%n",
          done, step, step * 1e9 / (System.nanoTime() - begun), rssMib());
    }
  }

  private void measure(int clients, long nanos, Path scratch) throws Exception {
    double commits = meter("engine_commits_total");
    long written = written();
    double cpu = cpuSeconds();
    double machine = machineSeconds();
    double own = ownSeconds();
    long begun = System.nanoTime();
    Thread backup = new Thread(this::backUp);
    if (backups != null) {
      backup.start();
    }
    long[] latencies = load(clients, Long.MAX_VALUE, begun + nanos);
    double seconds = (System.nanoTime() - begun) / 1e9;
    backup.join();
    cpu = cpuSeconds() - cpu;
    machine = machineSeconds() - machine - cpu - (ownSeconds() - own);
    commits = meter("engine_commits_total") - commits;
    written = written() - written;
    int count = latencies.length;
    long pages = Math.max(1, Math.round(written / commits / PAGE));
    double floor = floor(scratch, (int) pages);
    System.out.printf(
        "| %d | %.0f | %.1f | %.1f | %.1f | %.0f | %.2f | %d | %.2f | %.1f | %.0f | %.0f | %.2f |%n",
        clients,
        count / seconds,
        millis(latencies, 50),
        millis(latencies, 95),
        millis(latencies, 99),
        millis(latencies, 100),
        cpu * 1000 / count,
        rssMib(),
        commits / count,
        written / 1024.0 / count,
        floor,
        floor * count / commits,
        machine / seconds);
  }

  /** All clients, until so many answers or that time; latencies in ns, sorted. */
  private long[] load(int clients, long most, long until) throws Exception {
    AtomicLong left = new AtomicLong(most);
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      List<Callable<long[]>> work = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        work.add(() -> client(left, until));
      }
      List<long[]> all = new ArrayList<>();
      for (Future<long[]> one : threads.invokeAll(work)) {
        all.add(one.get());
      }
      return all.stream().flatMapToLong(LongStream::of).sorted().toArray();
    } finally {
      threads.shutdownNow();
    }
  }

  private long[] client(AtomicLong left, long until) throws IOException {
    LongStream.Builder latencies = LongStream.builder();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (left.getAndDecrement() > 0 && System.nanoTime() < until) {
        long begun = System.nanoTime();
        socket.getOutputStream().write(REQUEST);
        String answer = answer(in);
        latencies.add(System.nanoTime() - begun);
        if (!answer.contains("\"CONFIRMED\"")) {
          throw new IOException("not confirmed: " + answer);
        }
      }
    }
    return latencies.build().toArray();
  }

  private static String answer(InputStream in) throws IOException {
    String status = line(in);
    int length = 0;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(header.substring(15).trim());
      }
    }
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    if (!status.startsWith("HTTP/1.1 200 ")) {
      throw new IOException(status + ": " + body);
    }
    return body;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the service closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** Commits per second of one connection with the engine's settings, so many pages in each. */
  private static double floor(Path scratch, int pages) throws Exception {
    Path file = scratch.resolve("floor.db");
    deleteDatabase(file);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      try (Statement settings = connection.createStatement()) {
        settings.execute("PRAGMA journal_mode = WAL");
        settings.execute("PRAGMA synchronous = FULL");
        settings.execute("PRAGMA wal_autocheckpoint = 4000");
        settings.execute("CREATE TABLE page (id INTEGER PRIMARY KEY, content BLOB)");
      }
      connection.setAutoCommit(false);
      byte[] content = new byte[PAGE - 100];
      long commits = 0;
      long begun = System.nanoTime();
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO page (content) VALUES (?)")) {
        while (System.nanoTime() - begun < 3_000_000_000L) {
          for (int i = 0; i < pages; i++) {
            insert.setBytes(1, content);
            insert.executeUpdate();
          }
          connection.commit();
          commits++;
        }
      }
      return commits * 1e9 / (System.nanoTime() - begun);
    } finally {
      deleteDatabase(file);
    }
  }

  private void awaitReady() throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < until && service.isAlive()) {
      try {
        if (get("/q/health/ready").startsWith("200")) {
          return;
        }
      } catch (IOException notYet) {
        // it does not listen yet
      }
      Thread.sleep(50);
    }
    throw new IOException("the service is not ready; see service.log");
  }

  private double meter(String name) throws Exception {
    Matcher value =
        Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (\\S+)$").matcher(get("/q/metrics"));
    if (!value.find()) {
      throw new IOException("no meter " + name);
    }
    return Double.parseDouble(value.group(1));
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
    var response = http.send(request, BodyHandlers.ofString());
    return response.statusCode() + "\n" + response.body();
  }

  private double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + service.pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / (double) TICKS_PER_SECOND;
  }

  private long written() throws IOException {
    return number("/proc/" + service.pid() + "/io", "write_bytes: (\\d+)");
  }

  private long rssMib() throws IOException {
    return number("/proc/" + service.pid() + "/status", "VmRSS:\\s+(\\d+) kB") / 1024;
  }

  private static double ownSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / (double) TICKS_PER_SECOND;
  }

  /** CPU seconds of everything on the machine, but for waiting. */
  private static double machineSeconds() throws IOException {
    String[] fields = Files.readAllLines(Path.of("/proc/stat")).get(0).trim().split("\\s+");
    long busy = 0;
    for (int i = 1; i <= 8; i++) {
      busy += i == 4 || i == 5 ? 0 : Long.parseLong(fields[i]);
    }
    return busy / (double) TICKS_PER_SECOND;
  }

  private static long number(String file, String pattern) throws IOException {
    Matcher found = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
    if (!found.find()) {
      throw new IOException(file + " says nothing of " + pattern);
    }
    return Long.parseLong(found.group(1));
  }

  private static double millis(long[] sorted, int percentile) {
    return sorted[Math.min(sorted.length - 1, sorted.length * percentile / 100)] / 1e6;
  }

  private static String javaProgram() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String setting(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }

  private static void deleteDatabase(Path file) throws IOException {
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(Path.of(file + suffix));
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
