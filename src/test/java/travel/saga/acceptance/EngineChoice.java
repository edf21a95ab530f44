package travel.saga.acceptance;

import java.nio.file.Path;
import java.util.Locale;

/** The engines that the suites run on; the system property names one. */
enum EngineChoice {
  /** In the service's own process. */
  EMBEDDED {
    @Override
    EngineUnderTest in(Path directory) {
      return new EmbeddedInService(directory);
    }

    @Override
    BackingEngine besideService(Path directory) {
      return new EmbeddedBeside(directory);
    }
  },
  /** A real daprd, with placement and scheduler. */
  DAPR {
    @Override
    EngineUnderTest in(Path directory) {
      return DaprEngine.in(directory);
    }

    @Override
    BackingEngine besideService(Path directory) {
      return DaprEngine.in(directory);
    }
  };

  private static final String PROPERTY = "reservations.test.engine";

  static EngineChoice configured() {
    return valueOf(System.getProperty(PROPERTY, "embedded").toUpperCase(Locale.ROOT));
  }

  /** As users have it. */
  abstract EngineUnderTest in(Path directory);

  /** In a process other than the service's, so that something can be put between the two. */
  abstract BackingEngine besideService(Path directory);
}
