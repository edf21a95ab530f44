package travel.saga.execution;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Executions that stand as the test says, and note what they are told. */
@Alternative
@Singleton
public class ScriptedExecutions implements Executions, ExecutionControl {
  private final Map<String, Execution> executions = new LinkedHashMap<>();
  private final Map<String, List<HistoryEvent>> histories = new LinkedHashMap<>();
  private final List<String> told = new ArrayList<>();
  private final List<ExecutionQuery> queries = new ArrayList<>();
  private ExecutionPage page = new ExecutionPage(List.of(), null);
  private @Nullable RuntimeException failure;
  private CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

  public synchronized void clear() {
    executions.clear();
    histories.clear();
    told.clear();
    queries.clear();
    page = new ExecutionPage(List.of(), null);
    failure = null;
    gate.complete(null);
  }

  /** From now on nobody is answered until {@link #letGo}. */
  public synchronized void hold() {
    gate = new CompletableFuture<>();
  }

  public void letGo() {
    CompletableFuture<Void> held;
    synchronized (this) {
      held = gate;
    }
    held.complete(null);
  }

  public synchronized void failWith(@Nullable RuntimeException next) {
    failure = next;
  }

  public synchronized void put(Execution execution, HistoryEvent... events) {
    executions.put(execution.summary().id(), execution);
    histories.put(execution.summary().id(), List.of(events));
  }

  public synchronized void listing(ExecutionPage next) {
    page = next;
  }

  /** Each as the method's name and its arguments, with a blank between. */
  public synchronized List<String> told() {
    return List.copyOf(told);
  }

  public synchronized List<ExecutionQuery> queries() {
    return List.copyOf(queries);
  }

  @Override
  public synchronized CompletionStage<ExecutionPage> list(ExecutionQuery query) {
    queries.add(query);
    return answer(() -> page);
  }

  @Override
  public synchronized CompletionStage<Optional<Execution>> find(String id) {
    return answer(() -> Optional.ofNullable(executions.get(id)));
  }

  @Override
  public synchronized CompletionStage<Optional<HistoryPage>> history(
      String id, int from, int limit) {
    return answer(() -> Optional.ofNullable(histories.get(id)).map(all -> page(all, from, limit)));
  }

  private static HistoryPage page(List<HistoryEvent> all, int from, int limit) {
    List<HistoryEvent> rest = all.subList(Math.min(from, all.size()), all.size());
    return rest.size() <= limit
        ? new HistoryPage(rest, null)
        : new HistoryPage(rest.subList(0, limit), from + limit);
  }

  @Override
  public CompletionStage<Void> suspend(String id, @Nullable String reason) {
    return tell("suspend " + id + " " + reason, id, ExecutionStatus.SUSPENDED);
  }

  @Override
  public CompletionStage<Void> resume(String id, @Nullable String reason) {
    return tell("resume " + id + " " + reason, id, ExecutionStatus.RUNNING);
  }

  @Override
  public CompletionStage<Void> terminate(String id, @Nullable String reason) {
    return tell("terminate " + id + " " + reason, id, ExecutionStatus.TERMINATED);
  }

  @Override
  public synchronized CompletionStage<Void> purge(String id) {
    executions.remove(id);
    told.add("purge " + id);
    return CompletableFuture.completedFuture(null).thenAccept(done -> {});
  }

  private synchronized CompletionStage<Void> tell(String what, String id, ExecutionStatus then) {
    told.add(what);
    executions.put(id, ExecutionSamples.saga(id, then));
    return CompletableFuture.completedFuture(null).thenAccept(done -> {});
  }

  private <T> CompletionStage<T> answer(Supplier<T> value) {
    CompletionStage<T> answer =
        failure == null
            ? CompletableFuture.completedStage(value.get())
            : CompletableFuture.failedStage(failure);
    return gate.thenCompose(open -> answer);
  }
}
