package travel.saga.engine.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import travel.saga.engine.store.StoreException;
import travel.saga.engine.store.Synchronous;

class ReadersTest {
  private static final String COUNT = "SELECT count(*) FROM meta";

  @TempDir Path directory;
  private Session writer;
  private Readers readers;

  @BeforeEach
  void open() {
    Database database = new Database(directory.resolve("data.db"), Synchronous.NORMAL);
    writer = database.openWriter();
    readers = new Readers(database, new FileHealth(directory), 1);
  }

  @AfterEach
  void close() {
    readers.close();
    Database.close(writer);
  }

  @Test
  void doesNotReadThePastAfterAReadThatBrokeOff() throws Exception {
    assertThatThrownBy(
            () ->
                readers.call(
                    session -> {
                      session.run("BEGIN");
                      session.number(COUNT, 0);
                      throw new SQLException("broken off");
                    }))
        .isInstanceOf(StoreException.class);
    writer.run("INSERT INTO meta (name, value) VALUES ('new', 1)");
    long now = readers.call(session -> session.number(COUNT, 0));
    assertThat(now).isEqualTo(1);
  }

  @Test
  void answersAReadThatBreaksOffWithAnError() {
    var read =
        readers.submit(
            session -> {
              throw new StackOverflowError("too deep");
            });
    assertThatThrownBy(() -> read.get(5, TimeUnit.SECONDS))
        .hasCauseInstanceOf(StoreException.class);
  }

  @Test
  void refusesWhatComesAfterItsEnd() {
    readers.close();
    assertThatThrownBy(() -> readers.call(session -> 1)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> readers.submit(session -> 1).join())
        .hasCauseInstanceOf(StoreException.class);
  }
}
