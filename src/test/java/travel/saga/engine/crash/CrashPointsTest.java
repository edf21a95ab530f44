package travel.saga.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import travel.saga.Scale;

/**
 * An engine that dies before or after any commit loses nothing and does nothing twice. Each
 * schedule follows from its seed; {@code -Dreservations.test.seed} repeats one, {@code
 * -Dreservations.test.schedules} says how many there are, from that seed on if there are both.
 */
class CrashPointsTest {
  private static final int ON_SQLITE = 20; // one in so many
  private static final int ENOUGH_FOR_ALL = 200; // kinds of deaths to have come up
  private static final int LINES = 400;
  private static final int REPEATED = 20;
  private static final Logger ENGINE_LOG = Logger.getLogger(EngineLog.NAME);

  /** A disk in memory, where there is one: what a process left is there without any flush. */
  @TempDir(factory = InMemory.class)
  Path directory;

  /** What the engine warns of is looked at by {@link EngineLog}, and is too much to be read. */
  @BeforeAll
  static void keepTheLogToItself() {
    ENGINE_LOG.setUseParentHandlers(false);
  }

  @AfterAll
  static void giveTheLogBack() {
    ENGINE_LOG.setUseParentHandlers(true);
  }

  @Test
  void everyScheduleComesToWhatItsWorkflowsComeTo() throws IOException {
    Long seed = Long.getLong("reservations.test.seed");
    long first = seed == null ? 1 : seed;
    int usual = seed == null ? Scale.of(200, 2_000) : 1;
    int count = Integer.getInteger("reservations.test.schedules", usual);
    DeathToll toll = new DeathToll();
    long begun = System.nanoTime();
    List<String> diverged =
        LongStream.range(first, first + count)
            .parallel()
            .mapToObj(each -> run(each, toll))
            .flatMap(List::stream)
            .toList();
    System.out.printf(
        "%d schedules in %d ms: %s%n", count, (System.nanoTime() - begun) / 1_000_000, toll);
    assertThat(diverged).as("\n%s\n", String.join("\n", diverged)).isEmpty();
    if (count >= ENOUGH_FOR_ALL) {
      assertThat(toll.before()).containsOnlyKeys(Transaction.values());
      assertThat(toll.after()).containsOnlyKeys(Transaction.values());
      assertThat(toll.failed()).hasSizeGreaterThan(Transaction.values().length / 2);
      assertThat(toll.failedReads()).isPositive();
      assertThat(toll.amidGroups()).isPositive();
    }
  }

  /** Else what a long run finds could not be looked at. */
  @Test
  void aScheduleFollowsFromItsSeed() {
    for (long seed = 1; seed <= REPEATED; seed++) {
      assertThat(story(seed)).as("seed %s", seed).isNotEmpty().isEqualTo(story(seed));
    }
  }

  private List<String> story(long seed) {
    Trace trace = new Trace(true);
    run(seed, new DeathToll(), trace);
    return trace.lines().stream().filter(line -> !line.startsWith(Faults.FAILS)).toList();
  }

  private List<String> run(long seed, DeathToll toll) {
    try {
      run(seed, toll, Trace.NONE);
      return List.of();
    } catch (RuntimeException e) {
      return List.of(report(seed, e));
    }
  }

  private void run(long seed, DeathToll toll, Trace trace) {
    try (Disk disk = disk(seed);
        Simulation simulation = new Simulation(seed, disk, toll, trace)) {
      simulation.run();
    }
  }

  private Disk disk(long seed) {
    try {
      return seed % ON_SQLITE == 0
          ? new SqliteDisk(Files.createTempDirectory(directory, "schedule-" + seed))
          : Disk.inMemory();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Does it once more, for the story. */
  private String report(long seed, RuntimeException found) {
    Trace trace = new Trace(true);
    List<String> story = new ArrayList<>();
    try {
      run(seed, new DeathToll(), trace);
      story.add("and did not when it was repeated: it depends on more than the seed");
    } catch (RuntimeException again) {
      List<String> lines = trace.lines();
      story.addAll(lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    }
    Path file = Path.of("target", "crash-points", "seed-" + seed + ".txt");
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, story);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return String.format(
        "Seed %d: %s%n  what it did: %s%n  again: ./mvnw test -Dtest=CrashPointsTest"
            + " -Dreservations.test.seed=%d",
        seed, found, file, seed);
  }

  static final class InMemory implements TempDirFactory {
    private static final Path MEMORY = Path.of("/dev/shm");

    @Override
    public Path createTempDirectory(
        AnnotatedElementContext elementContext, ExtensionContext extensionContext)
        throws IOException {
      return Files.isWritable(MEMORY)
          ? Files.createTempDirectory(MEMORY, "crash-points")
          : Files.createTempDirectory("crash-points");
    }
  }
}
