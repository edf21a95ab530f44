package travel.saga.acceptance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import travel.saga.sidecar.Directories;

/**
 * An engine and the services that a test starts on it. Ends them when the test, or for a static
 * field the class, is over; shows the ends of their logs when it failed.
 */
final class Services<E extends EngineUnderTest> implements AfterEachCallback, AfterAllCallback {
  private final Function<Path, E> engineIn;
  private final boolean perTest;
  private final List<ServiceProcess> started = new ArrayList<>();
  private @Nullable Path directory;
  private @Nullable E engine;
  private boolean failed;

  private Services(Function<Path, E> engineIn, boolean perTest) {
    this.engineIn = engineIn;
    this.perTest = perTest;
  }

  static Services<EngineUnderTest> perTest() {
    return perTest(EngineChoice.configured()::in);
  }

  static <E extends EngineUnderTest> Services<E> perTest(Function<Path, E> engineIn) {
    return new Services<>(engineIn, true);
  }

  static Services<EngineUnderTest> perClass() {
    return perClass(EngineChoice.configured()::in);
  }

  static <E extends EngineUnderTest> Services<E> perClass(Function<Path, E> engineIn) {
    return new Services<>(engineIn, false);
  }

  E engine() {
    E known = engine;
    if (known == null) {
      known = engineIn.apply(directory().resolve("data"));
      engine = known;
    }
    return known;
  }

  LedgerProbe ledger() {
    return engine().ledger();
  }

  /** A start on this test's engine. */
  Launch launch() {
    return Launch.on(engine());
  }

  ServiceProcess start(Launch launch) {
    return begin(launch).awaitReady();
  }

  /** The service that the test before has left; a new one where none is alive. */
  ServiceProcess running(Launch otherwise) {
    return started.stream()
        .filter(ServiceProcess::isAlive)
        .reduce((earlier, last) -> last)
        .orElseGet(() -> start(otherwise));
  }

  /** Starts a service that need not become ready. */
  ServiceProcess begin(Launch launch) {
    Path log = directory().resolve("service-" + (started.size() + 1) + ".log");
    ServiceProcess service = ServiceProcess.start(launch, log);
    started.add(service);
    return service;
  }

  /** The same service on the same data, on a port of its own. */
  ServiceProcess restart(ServiceProcess ended) {
    return start(ended.launch().onAnotherPort());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      failed = true;
      for (ServiceProcess service : started) {
        System.err.println("--- log of port " + service.launch().port() + ", its end:");
        System.err.println(service.logTail());
      }
      if (engine != null) {
        System.err.println(engine.logTail());
      }
    }
    if (perTest) {
      end();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    end();
  }

  private void end() {
    started.stream().filter(ServiceProcess::isAlive).forEach(ServiceProcess::kill9);
    started.clear();
    if (engine != null) {
      engine.close();
      engine = null;
    }
    if (directory != null && !failed) {
      Directories.delete(directory);
    }
    directory = null;
    failed = false;
  }

  Path directory() {
    Path known = directory;
    if (known == null) {
      known = Directories.temporary("reservations-acceptance-");
      directory = known;
    }
    return known;
  }
}
