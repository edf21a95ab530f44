package travel.saga.conformance;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import travel.saga.conformance.WorkerMain.Trait;
import travel.saga.sidecar.Command;

/** A worker that can be killed; it says what its activities do. */
final class WorkerProcess {
  private final Command command;

  private WorkerProcess(Command command) {
    this.command = command;
  }

  static WorkerProcess start(Engine engine, Path log, Trait... traits) {
    List<String> arguments = new ArrayList<>(List.of("" + engine.port()));
    Stream.of(traits).map(Trait::name).forEach(arguments::add);
    return new WorkerProcess(JavaProcess.of(WorkerMain.class, log, arguments, Map.of()).start());
  }

  /** SIGKILL. */
  void kill() {
    command.kill();
  }

  /** The same, and it is not started again. */
  void end() {
    command.kill();
    command.close();
  }

  /** The lines that begin like this, without the beginning. */
  List<String> said(String beginning) {
    return command.log().stream()
        .filter(line -> line.startsWith(beginning + " "))
        .map(line -> line.substring(beginning.length() + 1))
        .toList();
  }

  /** Waits until it has said that much. */
  List<String> awaitSaid(String beginning, int lines) {
    return await(beginning + " × " + lines)
        .atMost(Rig.LONG)
        .until(() -> said(beginning), said -> said.size() >= lines);
  }

  String logTail() {
    return "--- a worker's log:\n" + command.logTail();
  }
}
