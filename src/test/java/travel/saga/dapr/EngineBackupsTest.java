package travel.saga.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import travel.saga.engine.Backup;
import travel.saga.execution.BackupFailedException;
import travel.saga.execution.BackupRefusedException;

class EngineBackupsTest {
  private static final Optional<Path> DIRECTORY = Optional.of(Path.of("backups"));
  private static final Backup MADE = new Backup("engine.db", 4096, Instant.EPOCH);

  private final Deque<Runnable> tasks = new ArrayDeque<>();

  @Test
  void saysThatTheSidecarsDatabaseHasABackupOfItsOwn() {
    refused(new EngineBackups(Optional.empty(), DIRECTORY, tasks::add).make(), "state store");
  }

  @Test
  void namesTheSettingWhereThereIsNoDirectory() {
    refused(
        new EngineBackups(copies(directory -> MADE), Optional.empty(), tasks::add).make(),
        "reservations.backup.dir");
  }

  @Test
  void makesOneAtATime() {
    EngineBackups backups = new EngineBackups(copies(directory -> MADE), DIRECTORY, tasks::add);
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
            copies(
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

  private static Optional<DataCopies> copies(Copy copy) {
    return Optional.of(
        new DataCopies() {
          @Override
          public Backup copyTo(Path directory) throws IOException {
            return copy.to(directory);
          }

          @Override
          public void end() {}
        });
  }
}
