package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import travel.saga.sidecar.SamplePartners;
import travel.saga.sidecar.SamplePartners.Entry;

/**
 * Dapr's scheduler begins anew without its data, as when its volume is lost. Sagas that waited for
 * one of its reminders stand still from then on: nothing of Dapr's and nothing of the service makes
 * the reminder again. What an operator does about it is in docs/operations.md, and done here.
 */
@Tag("dapr")
class SchedulerLossIT {
  private static final int ALWAYS = 1_000_000;
  private static final int WAITING = 6;
  private static final int BEFORE = 20;
  private static final int REQUESTS = 60;

  /** So long a step waits to be tried again. */
  private static final Duration RETRY = Duration.ofSeconds(25);

  private static final Duration WITHIN = Duration.ofMinutes(2);

  @RegisterExtension final Services<DaprEngine> services = Services.perTest(DaprEngine::in);

  @Test
  void whatWaitsStandsStillUntilAnOperatorTerminatesAndRerunsIt() {
    try (SamplePartners partners = SamplePartners.start(Map.of())) {
      List<String> waiting = waitForThePayment(partners);
      services.engine().stack().loseReminders();
      partners.restart(); // and from now on it charges
      Instant lost = Instant.now();
      Operator operator = Operator.of(restartAll());
      Client client = operator.client();
      String cancelled = waiting.get(0);
      List<String> others = waiting.subList(1, WAITING);
      client.cancel(cancelled).expect(202);
      operator.act(others.get(0), "suspend").expect(202);
      operator.act(others.get(0), "resume").expect(202);

      await("longer than until they were to be tried again")
          .during(RETRY.plusSeconds(10))
          .atMost(WITHIN)
          .until(() -> standStill(client, cancelled, others));
      String later = client.reserveFlight(TripRequest.to("rome")).expect(200).reservationId();
      assertThat(begunBefore(lost, operator)).containsExactlyInAnyOrderElementsOf(waiting);

      waiting.forEach(id -> operator.act(id, "terminate").expect(202));
      awaitStatus(client, waiting, "ATTENTION");
      others.forEach(id -> operator.act(id, "rerun").expect(202));
      List.of("cancel-flight", "cancel-car", "refund-payment")
          .forEach(compensation -> retry(client, cancelled, compensation));

      awaitStatus(client, others, "CONFIRMED");
      awaitStatus(client, List.of(cancelled), "CANCELLED");
      List<Entry> charges = new ArrayList<>(List.of(charge(cancelled, "void")));
      others.forEach(id -> charges.add(charge(id, "taken")));
      charges.add(charge(later, "taken"));
      assertThat(partners.books()).containsExactlyInAnyOrderElementsOf(charges);
    }
  }

  /** Reservations whose payment failed once and is to be tried again after a while. */
  private List<String> waitForThePayment(SamplePartners partners) {
    ServiceProcess service = services.start(launch(partners));
    partners.next(ALWAYS, "payment/charge", "fail");
    List<String> ids = reserve(service.client(), WAITING);
    await("all to wait")
        .atMost(WITHIN)
        .until(() -> listed(Operator.of(service), "focus=retrying").size() == WAITING);
    return ids;
  }

  /** Sidecar and service, which does not help. */
  private ServiceProcess restartAll() {
    ServiceProcess service = services.running(services.launch());
    service.kill9();
    services.engine().sidecar().kill();
    services.engine().startSidecar();
    return services.restart(service);
  }

  private static boolean standStill(Client client, String cancelled, List<String> others) {
    return statuses(client, others).equals(Set.of("PENDING"))
        && statuses(client, List.of(cancelled)).equals(Set.of("CANCELLING"));
  }

  /** Under load reminders of every kind are lost: of starts, of answers, of activities. */
  @Test
  void underLoadEachIsDoneOnceByTheSameRemedy() {
    ServiceProcess service = services.start(Operator.known(services.launch().sweepingOften()));
    Operator operator = Operator.of(service);
    Load load =
        Load.of(REQUESTS, i -> service.client().reserveAsync(TripRequest.to("city-" + i)))
            .awaitAnswers(BEFORE);

    services.engine().stack().loseReminders();

    load.awaitOver().expectOnly(202, 503);
    Set<String> acknowledged = load.acknowledged();
    // What is not done when these are stands still.
    Client client = service.awaitReady().client();
    awaitStatus(client, reserve(client, BEFORE), "CONFIRMED");
    List<String> still = with(client, acknowledged, "PENDING");
    System.err.printf("%d of %d stand still%n", still.size(), acknowledged.size());
    still.forEach(id -> operator.act(id, "terminate").expect(202));
    await("what is terminated")
        .atMost(WITHIN)
        .until(() -> with(client, still, "PENDING").isEmpty());
    with(client, still, "ATTENTION").forEach(id -> operator.act(id, "rerun").expect(202));

    new Books(services.ledger()).awaitSettled().expectConfirmed(acknowledged).expectBalanced();
    for (String id : acknowledged) {
      assertThat(services.ledger().chargesOf(id)).as("charges of %s", id).isEqualTo(1);
    }
  }

  private Launch launch(SamplePartners partners) {
    return Operator.known(
        services
            .launch()
            .sweepingOften()
            .with("reservations.payment.url", partners.url("payment"))
            .with("reservations.saga.first-retry", RETRY.toSeconds() + "s")
            .with("reservations.saga.max-retry", RETRY.toSeconds() + "s"));
  }

  private static List<String> reserve(Client client, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> client.reserve(TripRequest.to("city-" + i)).expect(202).reservationId())
        .toList();
  }

  /** What an operator finds who knows when the data were lost. */
  private static List<String> begunBefore(Instant lost, Operator operator) {
    return listed(operator, "status=RUNNING&created_before=" + lost);
  }

  private static List<String> listed(Operator operator, String query) {
    return Operator.each(
        operator.get("/executions?" + query).expect(200).json().path("executions"), "id");
  }

  private static void retry(Client client, String id, String compensation) {
    client.compensation(id, compensation, "retry", Operator.TOKEN).expect(202);
    await(compensation + " to be done")
        .atMost(WITHIN)
        .until(
            () ->
                !client
                    .reservation(id)
                    .json()
                    .path("open_compensations")
                    .findValuesAsText("name")
                    .contains(compensation));
  }

  private static Set<String> statuses(Client client, Collection<String> ids) {
    return ids.stream()
        .map(id -> client.reservation(id).text("status"))
        .collect(Collectors.toSet());
  }

  private static List<String> with(Client client, Collection<String> ids, String status) {
    return ids.stream().filter(id -> client.reservation(id).text("status").equals(status)).toList();
  }

  private static void awaitStatus(Client client, List<String> ids, String status) {
    await("all to be " + status)
        .atMost(WITHIN)
        .untilAsserted(() -> assertThat(statuses(client, ids)).containsExactly(status));
  }

  private static Entry charge(String id, String state) {
    return new Entry("payment", id + "-payment", state);
  }
}
