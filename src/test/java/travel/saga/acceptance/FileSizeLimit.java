package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import travel.saga.sidecar.Missing;

/** How large files may get that a running process writes. */
final class FileSizeLimit {
  private FileSizeLimit() {}

  /**
   * Skips the test, or fails it in CI, without {@code prlimit}.
   *
   * @param bytes a number, or {@code unlimited}
   */
  static void set(ServiceProcess service, String bytes) {
    Process limit;
    try {
      limit =
          new ProcessBuilder("prlimit", "--fsize=" + bytes + ":", "--pid=" + service.pid())
              .inheritIO()
              .start();
    } catch (IOException e) {
      Missing.component("prlimit, of util-linux");
      return;
    }
    try {
      assertThat(limit.waitFor()).as("exit code of prlimit").isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
