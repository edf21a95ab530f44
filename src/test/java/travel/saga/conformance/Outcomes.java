package travel.saga.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of the scenarios on one engine. Written at the end of a run that is about nothing else,
 * when the table is made anew from the runs of both engines.
 */
final class Outcomes implements AutoCloseable {
  private static final Path DIRECTORY = Path.of("target", "conformance");

  private static final String PROPERTY = "reservations.test.conformance";

  private final EngineKind engine;
  private final Map<Integer, String> byNumber = new TreeMap<>();

  Outcomes(EngineKind engine) {
    this.engine = engine;
  }

  synchronized void passed(int scenario) {
    byNumber.putIfAbsent(scenario, Table.PASSED);
  }

  synchronized void failed(int scenario) {
    byNumber.put(scenario, "FAILED");
  }

  @Override
  public synchronized void close() {
    if (!"write".equals(System.getProperty(PROPERTY))) {
      return;
    }
    write(
        fileOf(engine),
        byNumber.entrySet().stream()
            .map(outcome -> outcome.getKey() + " " + outcome.getValue() + "\n")
            .collect(Collectors.joining()));
    String table = Table.of(read(EngineKind.EMBEDDED)::get, read(EngineKind.DAPR)::get);
    write(DIRECTORY.resolve("table.md"), table);
    if (table.equals(Table.ofSuccess())) {
      Document.replaceTable(table);
    }
  }

  private static Path fileOf(EngineKind engine) {
    return DIRECTORY.resolve(engine.name().toLowerCase(Locale.ROOT) + ".txt");
  }

  private static Map<Integer, String> read(EngineKind engine) {
    Path file = fileOf(engine);
    try {
      return Files.exists(file)
          ? Files.readAllLines(file).stream()
              .map(line -> line.split(" ", 2))
              .collect(Collectors.toMap(line -> Integer.valueOf(line[0]), line -> line[1]))
          : Map.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(DIRECTORY);
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
