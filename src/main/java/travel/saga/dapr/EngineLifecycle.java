package travel.saga.dapr;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import org.jboss.logging.Logger;

/** Starts the worker when everything is wired; stops it before what it needs. */
@Singleton
class EngineLifecycle {
  private static final Logger LOG = Logger.getLogger(EngineLifecycle.class);

  private final ShutdownConfig config;
  private final EngineLink link;
  private final DaprSagas sagas;
  private final WorkflowWorker worker;
  private final WorkerThreads threads;

  EngineLifecycle(
      ShutdownConfig config,
      EngineLink link,
      DaprSagas sagas,
      WorkflowWorker worker,
      WorkerThreads threads) {
    this.config = config;
    this.link = link;
    this.sagas = sagas;
    this.worker = worker;
    this.threads = threads;
  }

  /** Before the scheduler starts, so that a start that fails here has no job running. */
  void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE - 1) StartupEvent event) {
    LOG.infof("Sagas run on %s", link.description());
    worker.connect();
  }

  /** While HTTP is still served: whoever waits has the answer that there is nothing to wait for. */
  void stopping(@Observes ShutdownDelayInitiatedEvent event) {
    link.copies().ifPresent(DataCopies::end);
    sagas.stopWaiting();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    sagas.stopWaiting();
    if (!worker.drain(config.shutdownTimeout())) {
      LOG.warn("Some steps still ran when the service had to stop; they are run again elsewhere.");
    }
    link.close();
    threads.shutdown();
  }
}
