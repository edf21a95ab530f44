package travel.saga.acceptance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import travel.saga.sidecar.Missing;

/** File systems that one process sees and no other. */
final class Mounts {
  private static final List<List<String>> WAYS =
      List.of(List.of("unshare", "-m"), List.of("unshare", "-Urm")); // as root, or as if one were

  private Mounts() {}

  /**
   * The command that mounts and then becomes the one that follows it. Skips the test where no
   * process may do that.
   *
   * @param script is given the path as {@code $0}
   */
  static List<String> of(String path, String script) {
    for (List<String> way : WAYS) {
      if (isAllowed(way)) {
        List<String> command = new ArrayList<>(way);
        command.addAll(List.of("sh", "-ec", script + "; exec \"$@\"", path));
        return command;
      }
    }
    return Missing.permission("mounting in a namespace of one's own (unshare -m)");
  }

  private static boolean isAllowed(List<String> way) {
    List<String> command = new ArrayList<>(way);
    command.addAll(List.of("mount", "-t", "tmpfs", "none", "/mnt"));
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
