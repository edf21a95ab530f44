package travel.saga.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Channel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import travel.saga.engine.Backup;
import travel.saga.engine.store.InstanceList;
import travel.saga.execution.BackupFailedException;
import travel.saga.execution.BackupRefusedException;
import travel.saga.ledger.KeyListing;

class EngineBackupsTest {
  private static final Optional<Path> DIRECTORY = Optional.of(Path.of("backups"));
  private static final Backup MADE = new Backup("engine.db", 4096, Instant.EPOCH);

  private final Deque<Runnable> tasks = new ArrayDeque<>();

  @Test
  void saysThatTheSidecarsDatabaseHasABackupOfItsOwn() {
    refused(new EngineBackups(link(null), DIRECTORY, tasks::add).make(), "state store");
  }

  @Test
  void namesTheSettingWhereThereIsNoDirectory() {
    refused(
        new EngineBackups(link(directory -> MADE), Optional.empty(), tasks::add).make(),
        "reservations.backup.dir");
  }

  @Test
  void makesOneAtATime() {
    EngineBackups backups = new EngineBackups(link(directory -> MADE), DIRECTORY, tasks::add);
    var first = backups.make();
    refused(backups.make(), "when it is done");

    tasks.remove().run();

    assertThat(first.toCompletableFuture())
        .isCompletedWithValue(
            new travel.saga.execution.Backup(MADE.file(), MADE.bytes(), MADE.takenAt()));
    backups.make();
    assertThat(tasks).hasSize(1);
  }

  @Test
  void makesAnotherOneAfterOneThatFailed() {
    EngineBackups backups =
        new EngineBackups(
            link(
                directory -> {
                  throw new IOException("no room");
                }),
            DIRECTORY,
            tasks::add);
    var first = backups.make();

    tasks.remove().run();

    assertThat(first.toCompletableFuture())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(BackupFailedException.class)
        .withMessageContaining("no room");
    backups.make();
    assertThat(tasks).hasSize(1);
  }

  private static void refused(CompletionStage<?> stage, String remedy) {
    CompletableFuture<?> future = stage.toCompletableFuture();
    assertThat(future)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(BackupRefusedException.class)
        .withMessageContaining(remedy);
  }

  private interface Copy {
    Backup to(Path directory) throws IOException;
  }

  private static EngineLink link(@Nullable Copy copy) {
    return new EngineLink() {
      @Override
      public Optional<DataCopies> copies() {
        return Optional.ofNullable(copy).map(EngineBackupsTest::copies);
      }

      @Override
      public Channel channel() {
        throw new UnsupportedOperationException();
      }

      @Override
      public String description() {
        return "a test's";
      }

      @Override
      public boolean reach() {
        return true;
      }

      @Override
      public boolean hasTransactions() {
        return true;
      }

      @Override
      public Optional<KeyListing> listing(String stateStore) {
        return Optional.empty();
      }

      @Override
      public Optional<InstanceList> instances() {
        return Optional.empty();
      }

      @Override
      public void close() {}
    };
  }

  private static DataCopies copies(Copy copy) {
    return new DataCopies() {
      @Override
      public Backup copyTo(Path directory) throws IOException {
        return copy.to(directory);
      }

      @Override
      public void end() {}
    };
  }
}
