package travel.saga.conformance;

import java.util.List;
import travel.saga.sidecar.Command;

/** The end of what a process has written. */
final class LogTail {
  private static final int LINES = 40;

  private LogTail() {}

  static String of(Command command) {
    List<String> log = command.log();
    return String.join("\n", log.subList(Math.max(0, log.size() - LINES), log.size()));
  }
}
