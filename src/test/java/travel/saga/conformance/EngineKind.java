package travel.saga.conformance;

import java.nio.file.Path;
import java.util.Locale;

/** The engines that the scenarios run on; the system property names one. */
enum EngineKind {
  EMBEDDED {
    @Override
    Engine in(Path directory, int maxActivities) {
      return new EmbeddedProcess(directory, maxActivities);
    }
  },
  /** A real daprd, with placement and scheduler. */
  DAPR {
    @Override
    Engine in(Path directory, int maxActivities) {
      return new DaprdStack(directory, maxActivities);
    }
  };

  private static final String PROPERTY = "reservations.test.engine";

  static EngineKind configured() {
    return valueOf(System.getProperty(PROPERTY, "embedded").toUpperCase(Locale.ROOT));
  }

  /** Not started yet. */
  abstract Engine in(Path directory, int maxActivities);
}
