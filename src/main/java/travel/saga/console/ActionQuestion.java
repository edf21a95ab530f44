package travel.saga.console;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.ExecutionDetail;
import travel.saga.execution.StepRun;
import travel.saga.reservation.OpenCompensation;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.WorkflowId;

/**
 * What the page says that asks whether something is to be done, and what its form takes.
 *
 * @param subject what it is done to, as a label and its value
 * @param steps where one can begin, the newest first; empty where that is no question
 * @param instead a milder action, where there is one
 * @param triedBy the execution that an operator had try the compensation
 */
record ActionQuestion(
    OperatorAction action,
    ActionPath path,
    List<Fact> subject,
    List<String> steps,
    @Nullable Link instead,
    @Nullable Link triedBy) {

  /** A line of what it is about. */
  record Fact(String label, String value) {}

  /** To another page. */
  record Link(String label, String url) {}

  static ActionQuestion ofExecution(OperatorAction action, ExecutionDetail found) {
    return new ActionQuestion(
        action,
        new ActionPath(found.execution().summary().id(), null),
        facts(found),
        action.takesStep() ? steps(found) : List.of(),
        action == OperatorAction.TERMINATE ? insteadOfTerminating(found) : null,
        null);
  }

  static ActionQuestion ofCompensation(
      OperatorAction action, ExecutionDetail found, OpenCompensation open) {
    List<Fact> facts = facts(found);
    facts.add(new Fact("Compensation", open.name()));
    facts.add(new Fact("Key", open.key().value()));
    facts.add(new Fact("Attempts so far", String.valueOf(open.attempts())));
    return new ActionQuestion(
        action,
        new ActionPath(found.execution().summary().id(), open.name()),
        facts,
        List.of(),
        null,
        triedBy(open.retriedBy()));
  }

  public String title() {
    return action.words().question();
  }

  public String target() {
    return path.of(action);
  }

  /** Where nothing has changed. */
  public String back() {
    return path.page();
  }

  private static @Nullable Link triedBy(@Nullable WorkflowId retry) {
    return retry == null ? null : new Link(retry.value(), ExecutionPath.of(retry.value()));
  }

  private static List<Fact> facts(ExecutionDetail found) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Execution", found.execution().summary().id()));
    facts.add(new Fact("Status", found.execution().summary().status().name()));
    found
        .reservation()
        .map(Reservation::status)
        .ifPresent(status -> facts.add(new Fact("Reservation", status.name())));
    return facts;
  }

  private static List<String> steps(ExecutionDetail found) {
    List<String> names =
        new ArrayList<>(found.execution().steps().stream().map(StepRun::name).distinct().toList());
    Collections.reverse(names);
    return names;
  }

  private static @Nullable Link insteadOfTerminating(ExecutionDetail found) {
    OperatorAction milder = OperatorAction.CANCEL;
    String id = found.execution().summary().id();
    return milder.objection(found).isEmpty()
        ? new Link(milder.words().label(), new ActionPath(id, null).of(milder))
        : null;
  }
}
