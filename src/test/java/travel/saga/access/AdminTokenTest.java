package travel.saga.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.StartupEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import travel.saga.reservation.Settings;

class AdminTokenTest {
  private final Logger logger = Logger.getLogger(AdminToken.class.getName());
  private final Collector lines = new Collector();

  /** Keeps what is logged. */
  private static final class Collector extends Handler {
    final List<String> levels = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord line) {
      levels.add(line.getLevel().getName());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    logger.addHandler(lines);
  }

  @AfterEach
  void stop() {
    logger.removeHandler(lines);
  }

  @Test
  void warnsOfOneThatIsShort() {
    start("x".repeat(31));

    assertThat(lines.levels).hasSize(1).first().asString().startsWith("WARN");
  }

  @Test
  void isContentWithOneOfThirtyTwoCharacters() {
    start("x".repeat(32));

    assertThat(lines.levels).isEmpty();
  }

  private static void start(String token) {
    AccessConfig config =
        Settings.of(AccessConfig.class, Map.of("reservations.admin-token", token));
    new AdminToken(config, () -> true).start(new StartupEvent());
  }
}
