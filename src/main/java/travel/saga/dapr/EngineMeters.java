package travel.saga.dapr;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import travel.saga.engine.EmbeddedEngine;
import travel.saga.engine.EngineStats;

/** The embedded engine's own meters, {@code engine_*}. */
final class EngineMeters {
  private final EmbeddedEngine engine;
  private final MeterRegistry registry;

  private EngineMeters(EmbeddedEngine engine, MeterRegistry registry) {
    this.engine = engine;
    this.registry = registry;
  }

  static void bind(EmbeddedEngine engine, MeterRegistry registry) {
    EngineMeters meters = new EngineMeters(engine, registry);
    meters.counter("instances.started", "Workflows started", s -> s.instances().started());
    meters.counter("instances.ended", "Workflows ended", s -> s.instances().ended());
    meters.gauge("instances.cached", "Histories in memory", s -> s.instances().inMemory());
    meters.counter("turns", "Workflow turns answered", s -> s.turns().completed());
    meters.counter("turns.unanswered", "Turns taken back", s -> s.turns().unanswered());
    meters.gauge("turns.waiting", "Turns that wait for a worker", s -> s.turns().waiting());
    meters.counter("activities", "Activities with an outcome", s -> s.activities().completed());
    meters.gauge(
        "activities.waiting", "Activities that wait for a worker", s -> s.activities().waiting());
    meters.counter("commits", "Commits to the disk", s -> s.storage().commits());
    meters.counter("writes", "Transactions in those commits", s -> s.storage().writes());
    meters.gauge("writes.waiting", "Transactions to be written", s -> s.storage().waiting());
    Gauge.builder("engine.store.fault", engine, e -> e.trouble().isPresent() ? 1 : 0)
        .description("1 while nothing can be stored, or the data file cannot be believed")
        .register(registry);
    meters.gauge("workers", "Connected workers", EngineStats::connectedWorkers);
  }

  private void counter(String name, String description, ToDoubleFunction<EngineStats> value) {
    FunctionCounter.builder("engine." + name, engine, e -> value.applyAsDouble(e.stats()))
        .description(description)
        .register(registry);
  }

  private void gauge(String name, String description, ToDoubleFunction<EngineStats> value) {
    Gauge.builder("engine." + name, engine, e -> value.applyAsDouble(e.stats()))
        .description(description)
        .register(registry);
  }
}
