package travel.saga.dapr;

import static io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus.ORCHESTRATION_STATUS_CANCELED;
import static io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED;
import static io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus.ORCHESTRATION_STATUS_CONTINUED_AS_NEW;
import static io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus.ORCHESTRATION_STATUS_FAILED;
import static io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus.ORCHESTRATION_STATUS_PENDING;
import static io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING;
import static io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus.ORCHESTRATION_STATUS_STALLED;
import static io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus.ORCHESTRATION_STATUS_SUSPENDED;
import static io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.store.InstanceList;
import travel.saga.engine.store.StoreException;
import travel.saga.execution.ExecutionCounts;
import travel.saga.execution.ExecutionFocus;
import travel.saga.execution.ExecutionListing;
import travel.saga.execution.ExecutionPage;
import travel.saga.execution.ExecutionQuery;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.ExecutionSummary;
import travel.saga.execution.FocusedExecutions;
import travel.saga.reservation.EngineUnavailableException;
import travel.saga.reservation.MalformedCursorException;
import travel.saga.reservation.Reservations;
import travel.saga.reservation.saga.ReservationWorkflow;

/** The executions as the embedded engine's own table has them. */
final class ListedInstances implements ExecutionListing {
  private static final int LONGEST_CURSOR = 40;

  private final InstanceList instances;
  private final Reservations reservations;
  private final FocusedExecutions focused;

  ListedInstances(InstanceList instances, Reservations reservations) {
    this.instances = instances;
    this.reservations = reservations;
    this.focused = new FocusedExecutions(ReservationWorkflow.NAME, reservations, this::findAll);
  }

  @Override
  public CompletionStage<ExecutionPage> list(ExecutionQuery query) {
    if (query.focus() != ExecutionFocus.ALL) {
      return focused.list(query);
    }
    long before;
    try {
      before = row(query.cursor());
    } catch (MalformedCursorException none) {
      return CompletableFuture.failedStage(none);
    }
    var filter =
        new InstanceList.Filter(
            statuses(query.status()),
            query.workflow(),
            query.text(),
            new InstanceList.Period(query.createdFrom(), query.createdBefore()));
    return read(instances.newest(filter, before, query.limit())).thenApply(ListedInstances::page);
  }

  private CompletionStage<Map<String, ExecutionSummary>> findAll(List<String> ids) {
    return read(instances.find(ids))
        .thenApply(
            rows ->
                rows.stream()
                    .map(ListedInstances::summary)
                    .collect(Collectors.toMap(ExecutionSummary::id, summary -> summary)));
  }

  @Override
  public CompletionStage<ExecutionCounts> counts() {
    return read(instances.counts())
        .thenCombine(
            reservations.counts(),
            (counts, records) ->
                new ExecutionCounts(
                    byStatus(counts), records.attention(), records.retrying(), null));
  }

  private static Map<ExecutionStatus, Long> byStatus(Map<OrchestrationStatus, Long> counts) {
    Map<ExecutionStatus, Long> byStatus = new EnumMap<>(ExecutionStatus.class);
    counts.forEach(
        (status, count) -> byStatus.merge(DaprInstances.status(status), count, Long::sum));
    return byStatus;
  }

  private static <T> CompletionStage<T> read(CompletableFuture<T> answer) {
    return answer.exceptionally(
        failure -> {
          throw unavailable(failure);
        });
  }

  private static CompletionException unavailable(Throwable failure) {
    return GrpcCalls.passedOn(
        failure instanceof StoreException
            ? new EngineUnavailableException("the storage cannot be read", failure)
            : failure);
  }

  private static ExecutionPage page(InstanceList.Page page) {
    List<InstanceList.Row> rows = page.rows();
    return new ExecutionPage(
        rows.stream().map(ListedInstances::summary).toList(),
        cursor(page.next()),
        rows.isEmpty() ? null : cursor(rows.get(0).identity().row() + 1));
  }

  private static ExecutionSummary summary(InstanceList.Row row) {
    var progress = row.progress();
    return new ExecutionSummary(
        row.identity().id(),
        row.identity().name(),
        DaprInstances.status(progress.status()),
        progress.created(),
        progress.updated(),
        progress.completed());
  }

  /** The other way round than {@link DaprInstances#status}. */
  private static Set<OrchestrationStatus> statuses(@Nullable ExecutionStatus status) {
    if (status == null) {
      return Set.of();
    }
    return switch (status) {
      case PENDING -> Set.of(ORCHESTRATION_STATUS_PENDING);
      case RUNNING -> Set.of(ORCHESTRATION_STATUS_RUNNING, ORCHESTRATION_STATUS_CONTINUED_AS_NEW);
      case SUSPENDED -> Set.of(ORCHESTRATION_STATUS_SUSPENDED);
      case STALLED -> Set.of(ORCHESTRATION_STATUS_STALLED);
      case COMPLETED -> Set.of(ORCHESTRATION_STATUS_COMPLETED);
      case FAILED -> Set.of(ORCHESTRATION_STATUS_FAILED);
      case TERMINATED -> Set.of(ORCHESTRATION_STATUS_TERMINATED, ORCHESTRATION_STATUS_CANCELED);
    };
  }

  /** In a form that invites nobody to read it; what comes back is checked all the same. */
  private static @Nullable String cursor(@Nullable Long row) {
    return row == null
        ? null
        : Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(("r" + row).getBytes(StandardCharsets.US_ASCII));
  }

  private static long row(@Nullable String cursor) {
    if (cursor == null) {
      return InstanceList.NEWEST;
    }
    try {
      String words = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
      if (cursor.length() <= LONGEST_CURSOR && words.startsWith("r")) {
        return Long.parseLong(words.substring(1));
      }
    } catch (IllegalArgumentException notOurs) {
      // told below
    }
    throw new MalformedCursorException();
  }
}
