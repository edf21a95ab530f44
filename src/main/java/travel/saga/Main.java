package travel.saga;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jspecify.annotations.Nullable;
import travel.saga.ops.StartFailure;
import travel.saga.ops.Termination;

/** Starts the service; a start that fails says why in one line, a stop on request is a success. */
@QuarkusMain
public final class Main {
  Main() {}

  public static void main(String... args) {
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
