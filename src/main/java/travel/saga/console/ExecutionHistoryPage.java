package travel.saga.console;

import io.quarkus.qute.TemplateInstance;
import java.util.List;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.HistoryEvent;
import travel.saga.execution.HistoryPage;

/**
 * A page of the engine's raw history.
 *
 * @param execution the address of the execution's page
 * @param earlier the address of the page before; null on the first
 * @param later the address of the page behind; null on the last
 */
record ExecutionHistoryPage(
    String id,
    String execution,
    List<Event> events,
    @Nullable String earlier,
    @Nullable String later)
    implements TemplateInstance {
  static final int LIMIT = 100;

  /**
   * One event.
   *
   * @param name of what it is about, as a step or a workflow; empty where it says none
   */
  record Event(int number, String type, String name, UtcTime at, @Nullable String json) {
    private static Event of(HistoryEvent event) {
      StoredJson json = StoredJson.of(event.json());
      return new Event(
          event.number(), event.type(), json.innerName(), new UtcTime(event.at()), json.pretty());
    }
  }

  /**
   * @param from the number of the first event that was asked for
   */
  static ExecutionHistoryPage of(String id, int from, HistoryPage page) {
    Integer next = page.next();
    return new ExecutionHistoryPage(
        id,
        ExecutionPath.of(id),
        page.events().stream().map(Event::of).toList(),
        from == 0 ? null : url(id, Math.max(0, from - LIMIT)),
        next == null ? null : url(id, next));
  }

  private static String url(String id, int from) {
    return ExecutionPath.history(id) + (from == 0 ? "" : "?cursor=" + from);
  }
}
