package travel.saga.dapr;

import io.dapr.workflows.Workflow;
import io.dapr.workflows.WorkflowActivity;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import travel.saga.engine.EngineSettings;
import travel.saga.engine.dispatch.Retention;
import travel.saga.execution.Backups;
import travel.saga.execution.ExecutionControl;
import travel.saga.execution.ExecutionListing;
import travel.saga.execution.Executions;
import travel.saga.execution.RecordedExecutions;
import travel.saga.execution.SagaPlan;
import travel.saga.execution.UndoPairs;
import travel.saga.ledger.KeyValueStore;
import travel.saga.notification.OutcomePublisher;
import travel.saga.reservation.EngineMode;
import travel.saga.reservation.Reservations;
import travel.saga.reservation.RetryMarks;
import travel.saga.reservation.Step;
import travel.saga.reservation.StepGate;
import travel.saga.reservation.WireName;
import travel.saga.reservation.saga.Compensation;
import travel.saga.reservation.saga.ReservationWorkflow;
import travel.saga.reservation.saga.Route;
import travel.saga.reservation.saga.SagaConfig;
import travel.saga.reservation.saga.StepRoutes;
import travel.saga.reservation.saga.StepsConfig;
import travel.saga.tracing.Tracing;

/** Wires the engine of the configuration to the ports of the rest. */
@Singleton
class EngineBeans {
  private static final Logger LOG = Logger.getLogger(EngineBeans.class);

  private final EngineConfig config;

  EngineBeans(EngineConfig config) {
    this.config = config;
  }

  @Produces
  @Singleton
  EngineLink link(
      EngineMode mode,
      Config settings,
      RetentionConfig retention,
      BackupConfig backup,
      WorkerThreads threads,
      MeterRegistry registry) {
    if (mode.embedded()) {
      backup.directory(); // a wrong one stops the start
      EngineSettings engine =
          EngineSettings.of(Path.of(config.dataDir()))
              .withStateStores(Set.of(config.stateStore()))
              .withPubsubs(Set.of(config.pubsub()))
              .withRetention(retention.retention());
      EmbeddedLink embedded = new EmbeddedLink(engine, threads.items());
      EngineMeters.bind(embedded.engine(), registry);
      return embedded;
    }
    if (!retention.retention().equals(Retention.FOR_EVER)) {
      LOG.warn(
          "reservations.retention is for the embedded engine alone: set stateRetentionPolicy in the"
              + " Configuration of the sidecar");
    }
    if (backup.dir().isPresent()) {
      LOG.warn(
          "reservations.backup.dir is for the embedded engine alone: back up the database of the"
              + " sidecar's state store");
    }
    return SidecarLink.of(settings);
  }

  @Produces
  @Singleton
  GrpcCalls calls(EngineLink link, WorkerThreads threads, Tracing tracing) {
    return new GrpcCalls(
        TracedCalls.over(link.channel(), tracing), threads.callbacks(), config.engineTimeout());
  }

  @Produces
  @Singleton
  KeyValueStore keyValueStore(GrpcCalls calls, EngineLink link) {
    return new DaprKeyValueStore(calls, config.stateStore(), link.hasTransactions());
  }

  @Produces
  @Singleton
  Reservations reservations(KeyValueStore store, EngineLink link, Clock clock) {
    return link.listing(config.stateStore())
        .<Reservations>map(listing -> new MarkedReservations(store, listing))
        .orElseGet(() -> new LoggedReservations(store, clock));
  }

  @Produces
  @Singleton
  DaprSagas sagas(
      GrpcCalls calls, SagaConfig saga, StepsConfig steps, EngineMode mode, Tracing tracing) {
    saga.check();
    Map<String, Route> routes = new StepRoutes(steps, mode.embedded()).byStep();
    return new DaprSagas(calls, () -> saga.limits(routes), tracing);
  }

  @Produces
  @Singleton
  UndoPairs undoPairs() {
    return new UndoPairs(Compensation.byStep());
  }

  @Produces
  @Singleton
  SagaPlan sagaPlan(UndoPairs pairs) {
    return new SagaPlan(
        ReservationWorkflow.NAME,
        ReservationWorkflow.FORWARD.stream().map(Step::name).toList(),
        ReservationWorkflow.END_OF_UNDOING.name(),
        pairs);
  }

  @Produces
  @Singleton
  Executions executions(
      GrpcCalls calls,
      EngineLink link,
      Reservations reservations,
      UndoPairs pairs,
      Clock clock,
      WorkerThreads threads) {
    DaprInstances instances = new DaprInstances(calls);
    return new DaprExecutions(
        instances,
        link.instances()
            .<ExecutionListing>map(listing -> new ListedInstances(listing, reservations))
            .orElseGet(
                () ->
                    new RecordedExecutions(
                        ReservationWorkflow.NAME, reservations, instances::summary, clock)),
        pairs,
        threads.items());
  }

  @Produces
  @Singleton
  ExecutionControl executionControl(GrpcCalls calls) {
    return new DaprExecutionControl(calls, DaprExecutionControl.PATIENCE);
  }

  @Produces
  @Singleton
  Backups backups(EngineLink link, BackupConfig backup, WorkerThreads threads) {
    Optional<DataCopies> copies = link.copies();
    Optional<Path> directory = copies.isEmpty() ? Optional.empty() : backup.directory();
    return new EngineBackups(copies, directory, threads.items());
  }

  @Produces
  @Singleton
  OutcomePublisher publisher(GrpcCalls calls) {
    return new DaprOutcomePublisher(calls, config.pubsub(), config.publishTimeout());
  }

  @Produces
  @Singleton
  GuardedActivity.Surroundings surroundings(
      StepGate gate,
      RetryMarks marks,
      SagaConfig saga,
      MeterRegistry registry,
      Tracing tracing,
      WorkerThreads threads) {
    return new GuardedActivity.Surroundings(
        gate, marks, saga::attemptTimeout, registry, tracing, threads.timer());
  }

  @Produces
  @Singleton
  WorkItemRunner runner(
      GrpcCalls calls,
      GuardedActivity.Surroundings surroundings,
      @Any Instance<Workflow> workflows,
      @Any Instance<WorkflowActivity> activities) {
    List<GuardedWorkflow> registeredWorkflows =
        workflows
            .handlesStream()
            .map(handle -> new GuardedWorkflow(wireName(handle), handle.get()))
            .toList();
    List<GuardedActivity> registeredActivities =
        activities
            .handlesStream()
            .map(handle -> new GuardedActivity(wireName(handle), handle.get(), surroundings))
            .toList();
    return new WorkItemRunner(
        calls,
        config.engineTimeout(),
        surroundings.tracing(),
        registeredWorkflows,
        registeredActivities);
  }

  @Produces
  @Singleton
  WorkflowWorker worker(EngineLink link, WorkItemRunner runner, WorkerThreads threads) {
    return new WorkflowWorker(
        link,
        runner::run,
        new WorkflowWorker.Threads(threads.items(), threads.callbacks(), threads.timer()),
        new ReconnectDelay(new Random()),
        new WorkflowWorker.Limits(config.workerConcurrency(), config.sidecarHoldLimit()));
  }

  /** By the name that stands in histories, never by the class: a proxy has another one. */
  private static String wireName(Instance.Handle<?> handle) {
    return handle.getBean().getQualifiers().stream()
        .filter(WireName.class::isInstance)
        .map(qualifier -> ((WireName) qualifier).value())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    handle.getBean().getBeanClass().getName() + " has no @WireName"));
  }
}
