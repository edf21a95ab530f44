package travel.saga.engine.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import travel.saga.engine.store.Synchronous;

class RecoveryTest {
  @TempDir Path directory;

  /** How long a start takes follows from what is left to do, not from what has been done. */
  @Test
  void readsNoInstanceAtAStartThatHasNothingToDo() throws Exception {
    List<String> steps = new ArrayList<>();
    try (Session session =
        new Database(directory.resolve("data.db"), Synchronous.NORMAL).openWriter()) {
      for (String read : Recovery.READS) {
        session.query("EXPLAIN QUERY PLAN " + read, row -> steps.add(row.getString("detail")));
      }
    }
    assertThat(steps)
        .isNotEmpty()
        .noneMatch(step -> step.matches("SCAN (i|instance|history|state|event)\\b.*"))
        .anyMatch(step -> step.startsWith("SEARCH i"));
  }
}
