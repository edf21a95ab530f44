package travel.saga.engine.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import travel.saga.engine.store.StoreException;
import travel.saga.engine.store.Synchronous;

class WriterTest {
  private static final String INSERT = "INSERT INTO child (parent) VALUES (?)";

  @TempDir Path directory;
  private Session session;
  private Writer writer;

  @BeforeEach
  void open() throws Exception {
    session = new Database(directory.resolve("data.db"), Synchronous.NORMAL).openWriter();
    session.run("PRAGMA foreign_keys = true");
    session.run("CREATE TABLE parent (id INTEGER PRIMARY KEY)");
    session.run("CREATE TABLE child (parent REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)");
    session.run("INSERT INTO parent (id) VALUES (1)");
    session.run("CREATE TABLE blob (bytes BLOB)");
    writer = new Writer(session, new FileHealth(directory), Runnable::run);
  }

  @AfterEach
  void close() {
    writer.close();
    Database.close(session);
  }

  @Test
  void writesAgainAsSoonAsThereIsRoomAgain() {
    byte[] megabyte = new byte[1024 * 1024];
    writer.submit(s -> s.number("PRAGMA max_page_count = 100", 0)).join();
    for (int i = 0; i < 3; i++) {
      CompletableFuture<Integer> tooMuch =
          writer.submit(s -> s.run("INSERT INTO blob (bytes) VALUES (?)", (Object) megabyte));
      assertThatThrownBy(tooMuch::join).hasCauseInstanceOf(StoreException.class);
    }

    writer.submit(s -> s.number("PRAGMA max_page_count = 100000", 0)).join();

    assertThat(
            writer
                .submit(s -> s.run("INSERT INTO blob (bytes) VALUES (?)", (Object) megabyte))
                .join())
        .isEqualTo(1);
    assertThat(writer.submit(s -> s.number("SELECT count(*) FROM blob", -1)).join()).isEqualTo(1);
  }

  @Test
  void writesInOneCommitWhateverWaited() {
    CountDownLatch gate = new CountDownLatch(1);
    CompletableFuture<Boolean> first = hold(gate);
    List<CompletableFuture<Integer>> others = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      others.add(writer.submit(s -> s.run(INSERT, 1)));
    }
    gate.countDown();
    first.join();
    others.forEach(CompletableFuture::join);
    assertThat(writer.committed()).isEqualTo(51);
    assertThat(writer.commits()).isLessThanOrEqualTo(2);
  }

  @Test
  void acknowledgesNothingOfABatchWhoseCommitFails() {
    CountDownLatch gate = new CountDownLatch(1);
    CompletableFuture<Boolean> first = hold(gate);
    CompletableFuture<Integer> good = writer.submit(s -> s.run(INSERT, 1));
    CompletableFuture<Integer> breaksTheCommit = writer.submit(s -> s.run(INSERT, 99));
    gate.countDown();
    first.join();
    assertThatThrownBy(good::join).hasCauseInstanceOf(StoreException.class);
    assertThatThrownBy(breaksTheCommit::join).hasCauseInstanceOf(StoreException.class);
    assertThat(children()).isZero();
    writer.submit(s -> s.run(INSERT, 1)).join();
    assertThat(children()).isEqualTo(1);
  }

  @Test
  void failsWhatDoesNotFitOnTheDiskAndGoesOn() {
    writer.submit(s -> s.number("PRAGMA max_page_count = 40", 0)).join();
    assertThatThrownBy(
            () ->
                writer
                    .submit(s -> s.run("INSERT INTO blob VALUES (?)", new byte[1_000_000]))
                    .join())
        .hasCauseInstanceOf(StoreException.class)
        .hasMessageContaining("full");
    writer.submit(s -> s.run(INSERT, 1)).join();
    assertThat(children()).isEqualTo(1);
  }

  @Test
  void refusesWhatComesAfterItsEnd() {
    writer.close();
    assertThatThrownBy(() -> writer.submit(s -> 1).join()).hasCauseInstanceOf(StoreException.class);
  }

  @Test
  void failsAMutationThatBreaksOffWithAnErrorAndGoesOn() {
    CountDownLatch gate = new CountDownLatch(1);
    CompletableFuture<Boolean> first = hold(gate);
    CompletableFuture<Integer> good = writer.submit(s -> s.run(INSERT, 1));
    CompletableFuture<Integer> broken =
        writer.submit(
            s -> {
              throw new StackOverflowError("too deep");
            });
    gate.countDown();
    first.join();
    assertThatThrownBy(broken::join)
        .hasCauseInstanceOf(StoreException.class)
        .hasMessageContaining("too deep");
    good.join();
    assertThat(children()).isEqualTo(1);
  }

  @Test
  void tellsEveryCallerWhenItCannotGoOn() throws Exception {
    AtomicBoolean broken = new AtomicBoolean();
    FileHealth health = new FileHealth(directory);
    try (Session other =
            new Database(directory.resolve("data.db"), Synchronous.NORMAL).openWriter();
        Writer dying =
            new Writer(
                other,
                health,
                task -> {
                  if (broken.compareAndSet(false, true)) {
                    throw new IllegalStateException("no one takes the completions");
                  }
                  task.run();
                })) {
      dying.submit(s -> s.run(INSERT, 1)).get(5, TimeUnit.SECONDS);
      assertThatThrownBy(() -> dying.submit(s -> s.run(INSERT, 1)).get(5, TimeUnit.SECONDS))
          .hasCauseInstanceOf(StoreException.class)
          .hasMessageContaining("no one takes the completions");
      assertThat(health.trouble().orElseThrow()).contains("started anew");
    }
    assertThat(children()).isEqualTo(1);
  }

  @Test
  void answersEveryCallThatComesWhileItEnds() throws Exception {
    List<CompletableFuture<Integer>> calls = new CopyOnWriteArrayList<>();
    CountDownLatch begun = new CountDownLatch(1);
    Thread caller =
        new Thread(
            () -> {
              for (int i = 0; i < 2_000; i++) {
                calls.add(writer.submit(s -> s.run(INSERT, 1)));
                begun.countDown();
              }
            });
    caller.start();
    begun.await();
    writer.close();
    caller.join();
    for (CompletableFuture<Integer> call : calls) {
      assertThat(call.handle((done, failure) -> true).get(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Keeps the writer in a batch of its own until the gate opens. */
  private CompletableFuture<Boolean> hold(CountDownLatch gate) {
    CountDownLatch entered = new CountDownLatch(1);
    CompletableFuture<Boolean> held =
        writer.submit(
            s -> {
              entered.countDown();
              return passed(gate);
            });
    passed(entered);
    return held;
  }

  private long children() {
    return writer.submit(s -> s.number("SELECT count(*) FROM child", 0)).join();
  }

  private static boolean passed(CountDownLatch gate) {
    try {
      gate.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
