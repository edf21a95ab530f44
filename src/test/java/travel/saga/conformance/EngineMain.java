package travel.saga.conformance;

import java.nio.file.Path;
import travel.saga.engine.EmbeddedEngine;
import travel.saga.engine.EngineSettings;

/** An embedded engine on a port: directory, port, activities at a time. */
final class EngineMain {
  private EngineMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    EmbeddedEngine engine =
        EmbeddedEngine.start(
            EngineSettings.of(Path.of(arguments[0]))
                .withMaxConcurrentActivities(Integer.parseInt(arguments[2])));
    Runtime.getRuntime().addShutdownHook(new Thread(engine::close));
    engine.listen(Integer.parseInt(arguments[1]));
    Thread.currentThread().join();
  }
}
