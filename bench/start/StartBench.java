import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How soon the packaged service is ready on its embedded engine, and the memory it takes then and
 * after some reservations. See README.md.
 */
final class StartBench {
  private static final String BODY =
      "{\"first_name\":\"hello\",\"last_name\":\"there\",\"location\":\"spain\",\"car_class\":\"compact\"}";
  private static final int CLIENTS = 8;
  private static final long TICKS_PER_SECOND = 100; // USER_HZ of Linux

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;
  private final Process service;

  private StartBench(int port, Process service) {
    this.port = port;
    this.service = service;
  }

  public static void main(String[] arguments) throws Exception {
    Path scratch = Files.createDirectories(Path.of(setting("SCRATCH", "target/bench-start")));
    int reservations = Integer.parseInt(setting("RESERVATIONS", "1000"));
    System.out.printf(
        "| start | ready ms | RSS MiB then | RSS MiB after %,d reservations | most of it, MiB"
            + " | CPU s | others' cores |%n|---|---|---|---|---|---|---|%n",
        reservations);
    for (int i = 1; i <= Integer.parseInt(setting("STARTS", "5")); i++) {
      Path data = Files.createTempDirectory(scratch, "data-");
      int port = freePort();
      double before = cpuOf("self");
      double machine = cpuOfMachine();
      long begun = System.nanoTime();
      Process service = start(port, data, scratch.resolve("service.log").toFile());
      try {
        String figures = new StartBench(port, service).measure(begun, reservations);
        double seconds = (System.nanoTime() - begun) / 1e9;
        double own = cpuOf("self") - before + cpuOf("" + service.pid());
        double others = Math.max(0, cpuOfMachine() - machine - own) / seconds;
        System.out.printf(Locale.ROOT, "| %d | %s | %.2f |%n", i, figures, others);
      } finally {
        service.destroy();
        service.waitFor(30, TimeUnit.SECONDS);
        service.destroyForcibly();
        delete(data);
      }
    }
  }

  private static Process start(int port, Path data, File log) throws IOException {
    Path jar = Path.of(setting("JAR", "target/quarkus-app/quarkus-run.jar"));
    ProcessBuilder builder =
        new ProcessBuilder(command(jar)).directory(jar.toAbsolutePath().getParent().toFile());
    builder.environment().keySet().removeIf(n -> n.startsWith("DAPR_") || n.startsWith("RESERVATIONS_"));
    builder.environment().put("PORT", "" + port);
    builder.environment().put("RESERVATIONS_ENGINE", "embedded");
    builder.environment().put("RESERVATIONS_DATA_DIR", data.toAbsolutePath().toString());
    builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2"); // as in the JVM image
    Process service = builder.redirectErrorStream(true).redirectOutput(log).start();
    Runtime.getRuntime().addShutdownHook(new Thread(service::destroyForcibly));
    return service;
  }

  /** The service as the JVM image runs it, in a container of 512 MB. */
  private static List<String> command(Path jar) {
    String binary = setting("BINARY", "");
    if (!binary.isEmpty()) {
      return List.of(Path.of(binary).toAbsolutePath().toString());
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of("src/main/jvm/jvm.options").toAbsolutePath());
    String options = setting("JAVA_OPTS", "-XX:MaxRAM=512m -XX:+UseSerialGC");
    command.addAll(Arrays.asList(options.split(" ")));
    String cache = setting("AOT", "");
    if (!cache.isEmpty()) {
      command.add("-XX:AOTCache=" + Path.of(cache).toAbsolutePath());
    }
    command.addAll(List.of("-jar", jar.getFileName().toString()));
    return command;
  }

  private String measure(long begun, int reservations) throws Exception {
    awaitReady();
    long ready = (System.nanoTime() - begun) / 1_000_000;
    long first = memory("VmRSS");
    book(reservations);
    return "%d | %d | %d | %d | %.1f"
        .formatted(ready, first, memory("VmRSS"), memory("VmHWM"), cpuOf("" + service.pid()));
  }

  private void awaitReady() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri("/q/health/ready")).build();
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < until && service.isAlive()) {
      try {
        if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        // it does not listen yet
      }
      Thread.sleep(5);
    }
    throw new IOException("the service is not ready; see service.log");
  }

  private void book(int reservations) throws Exception {
    AtomicInteger left = new AtomicInteger(reservations);
    Callable<Void> client =
        () -> {
          HttpRequest request =
              HttpRequest.newBuilder(uri("/reserveFlight"))
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(BODY))
                  .build();
          while (left.getAndDecrement() > 0) {
            String answer = http.send(request, BodyHandlers.ofString()).body();
            if (!answer.contains("\"CONFIRMED\"")) {
              throw new IOException("not confirmed: " + answer);
            }
          }
          return null;
        };
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Callable<Void>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(client);
      }
      for (Future<Void> one : threads.invokeAll(clients)) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + port + path);
  }

  private long memory(String name) throws IOException {
    Path status = Path.of("/proc/" + service.pid() + "/status");
    Matcher found =
        Pattern.compile(name + ":\\s+(\\d+) kB").matcher(Files.readString(status));
    if (!found.find()) {
      throw new IOException(status + " says nothing of " + name);
    }
    return Long.parseLong(found.group(1)) / 1024;
  }

  private static double cpuOf(String process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / (double) TICKS_PER_SECOND;
  }

  /** CPU seconds of everything on the machine, but for waiting. */
  private static double cpuOfMachine() throws IOException {
    String[] fields = Files.readAllLines(Path.of("/proc/stat")).get(0).trim().split("\\s+");
    long busy = 0;
    for (int i = 1; i <= 8; i++) {
      busy += i == 4 || i == 5 ? 0 : Long.parseLong(fields[i]);
    }
    return busy / (double) TICKS_PER_SECOND;
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

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
