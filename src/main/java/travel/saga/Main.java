package travel.saga;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import travel.saga.ops.LiveProbe;
import travel.saga.ops.StartFailure;
import travel.saga.ops.Termination;

/**
 * Starts the service; a start that fails says why in one line, a stop on request is a success. With
 * {@code --live} it starts nothing and asks the one that runs here.
 */
@QuarkusMain
public final class Main {
  /** Kept here, since a logger that nobody holds forgets its level. */
  private static final Logger VALIDATOR = Logger.getLogger("org.hibernate.validator");

  Main() {}

  public static void main(String... args) {
    if (args.length == 1 && args[0].equals("--live")) {
      System.exit(LiveProbe.run(System.getenv()));
    }
    // It would greet on the console before a start that fails says why.
    VALIDATOR.setLevel(Level.WARNING);
    Termination.endWithSuccess();
    Quarkus.run(null, Main::exit, args);
  }

  private static void exit(int code, @Nullable Throwable failure) {
    if (failure != null) {
      StartFailure.report(failure);
    }
    ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(code, failure);
  }
}
