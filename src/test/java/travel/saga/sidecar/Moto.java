package travel.saga.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * DynamoDB, SNS and SQS as moto has them: in memory, gone with the process. Not the real ones: it
 * reads what was written last always, and is never throttled.
 */
public final class Moto implements Backing {
  private static final Path SCRIPTS = Path.of("src", "test", "moto");
  private static final String TABLE = "reservations-state";

  private final int port = Ports.free();
  private final Path directory = Directories.temporary("reservations-moto-");
  private final Path python;
  private final Part server;

  private Moto(Path python) {
    this.python = python;
    this.server = new Part("moto", script("serve.py", "" + port), () -> Ports.isOpen(port));
  }

  /**
   * One that is ready, with the table, the topics and the queues that components/README.md names.
   *
   * @param subscriber the application whose queue gets the events
   */
  public static Moto startFor(String subscriber) {
    Moto moto = new Moto(PythonEnvironment.of("moto", SCRIPTS.resolve("requirements.txt")));
    moto.server.start();
    assertThat(moto.script("prepare.py", TABLE, subscriber).succeeds()).isTrue();
    return moto;
  }

  private Command script(String name, String... arguments) {
    List<String> line = new ArrayList<>(List.of(python.toString(), path(name)));
    line.addAll(List.of(arguments));
    return new Command(line, environment(), directory.resolve("server.log"));
  }

  private static String path(String script) {
    return SCRIPTS.resolve(script).toString();
  }

  /** Without credentials a client asks an address of the cloud for them. */
  @Override
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL", "http://127.0.0.1:" + port,
        "AWS_REGION", "eu-west-1",
        "AWS_DEFAULT_REGION", "eu-west-1",
        "AWS_ACCESS_KEY_ID", "test",
        "AWS_SECRET_ACCESS_KEY", "test",
        "AWS_EC2_METADATA_DISABLED", "true",
        "DYNAMODB_TABLE", TABLE);
  }

  @Override
  public String logTail() {
    return server.logTail();
  }

  @Override
  public void close() {
    server.close();
    Directories.delete(directory);
  }
}
