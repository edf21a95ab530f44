package travel.saga.console;

import java.util.List;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.ExecutionDetail;
import travel.saga.reservation.OpenCompensation;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.WorkflowId;

/**
 * What makes sense to do about an execution, as things stand. What is offered may be refused by the
 * time it is asked for, with the reason.
 *
 * @param compensations those that are open
 */
record ExecutionActions(List<Link> links, List<Open> compensations) {
  /**
   * To the page that asks once.
   *
   * @param id for the element of the page
   * @param css of the button
   */
  record Link(String id, String label, String about, String url, String css) {}

  /**
   * A compensation that waits for an operator.
   *
   * @param triedBy the execution that tries it, on an operator's word, and its page
   */
  record Open(
      String name,
      String key,
      int attempts,
      @Nullable String triedBy,
      @Nullable String triedByUrl,
      List<Link> links) {}

  static ExecutionActions of(ExecutionDetail found) {
    String id = found.execution().summary().id();
    ActionPath path = new ActionPath(id, null);
    return new ExecutionActions(
        OperatorAction.all(false).stream()
            .filter(action -> action.objection(found).isEmpty())
            .map(action -> link(action, "execution " + id, path, "action-"))
            .toList(),
        found.reservation().map(Reservation::openCompensations).orElse(List.of()).stream()
            .map(open -> open(id, open))
            .toList());
  }

  private static Open open(String execution, OpenCompensation open) {
    ActionPath path = new ActionPath(execution, open.name());
    WorkflowId by = open.retriedBy();
    return new Open(
        open.name(),
        open.key().value(),
        open.attempts(),
        by == null ? null : by.value(),
        by == null ? null : ExecutionPath.of(by.value()),
        OperatorAction.all(true).stream()
            .map(action -> link(action, open.name(), path, "action-" + open.name() + "-"))
            .toList());
  }

  private static Link link(OperatorAction action, String about, ActionPath path, String idPrefix) {
    return new Link(
        idPrefix + action.word(),
        action.words().label(),
        about,
        path.of(action),
        action.isDangerous() ? "dangerous" : "secondary");
  }
}
