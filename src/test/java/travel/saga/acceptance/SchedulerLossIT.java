package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
  private static final Duration RETRY = Duration.ofSeconds(8);

  private static final Duration WITHIN = Duration.ofMinutes(2);

  @RegisterExtension final Services<DaprEngine> services = Services.perTest(DaprEngine::in);

  @Test
  void whatWaitsStandsStillUntilAnOperatorTerminatesAndRerunsIt() {
    try (SamplePartners partners = SamplePartners.start(Map.of())) {
      ServiceProcess service = services.start(launch(partners));
      Operator operator = Operator.of(service);
      partners.next(ALWAYS, "payment/charge", "fail");
      List<String> ids = reserve(service.client(), WAITING);
      await("all to wait").atMost(WITHIN).until(() -> retrying(operator) == WAITING);

      services.engine().stack().loseReminders();
      partners.restart(); // and from now on it charges
      service.awaitReady();
      String cancelled = ids.get(0);
      service.client().cancel(cancelled).expect(202);

      List<String> others = ids.subList(1, WAITING);
      await("twice the time after which they were to be tried again")
          .during(RETRY.multipliedBy(2))
          .atMost(WITHIN)
          .until(
              () ->
                  statuses(service, others).equals(Set.of("PENDING"))
                      && statuses(service, List.of(cancelled)).equals(Set.of("CANCELLING")));
      String later =
          service.client().reserveFlight(TripRequest.to("rome")).expect(200).reservationId();

      ids.forEach(id -> operator.act(id, "terminate").expect(202));
      awaitStatus(service, ids, "ATTENTION");
      others.forEach(id -> operator.act(id, "rerun").expect(202));
      for (String compensation : List.of("cancel-flight", "cancel-car", "refund-payment")) {
        retry(service, cancelled, compensation);
      }

      awaitStatus(service, others, "CONFIRMED");
      awaitStatus(service, List.of(cancelled), "CANCELLED");
      assertThat(partners.books())
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(
                      Stream.concat(others.stream(), Stream.of(later))
                          .map(id -> charge(id, "taken")),
                      Stream.of(charge(cancelled, "void")))
                  .toList());
    }
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
    awaitStatus(service, reserve(service.awaitReady().client(), BEFORE), "CONFIRMED");
    List<String> still = with(service, acknowledged, "PENDING");
    System.err.printf("%d of %d stand still%n", still.size(), acknowledged.size());
    still.forEach(id -> operator.act(id, "terminate").expect(202));
    await("what is terminated")
        .atMost(WITHIN)
        .until(() -> with(service, still, "PENDING").isEmpty());
    with(service, still, "ATTENTION").forEach(id -> operator.act(id, "rerun").expect(202));

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

  private static int retrying(Operator operator) {
    return operator.get("/executions?focus=retrying").expect(200).json().path("executions").size();
  }

  private static void retry(ServiceProcess service, String id, String compensation) {
    service.client().compensation(id, compensation, "retry", Operator.TOKEN).expect(202);
    await(compensation + " to be done")
        .atMost(WITHIN)
        .until(
            () ->
                !service
                    .client()
                    .reservation(id)
                    .json()
                    .path("open_compensations")
                    .findValuesAsText("name")
                    .contains(compensation));
  }

  private static Set<String> statuses(ServiceProcess service, Collection<String> ids) {
    return ids.stream()
        .map(id -> service.client().reservation(id).text("status"))
        .collect(Collectors.toSet());
  }

  private static List<String> with(ServiceProcess service, Collection<String> ids, String status) {
    return ids.stream()
        .filter(id -> service.client().reservation(id).text("status").equals(status))
        .toList();
  }

  private static void awaitStatus(ServiceProcess service, List<String> ids, String status) {
    await("all to be " + status)
        .atMost(WITHIN)
        .untilAsserted(() -> assertThat(statuses(service, ids)).containsExactly(status));
  }

  private static Entry charge(String id, String state) {
    return new Entry("payment", id + "-payment", state);
  }
}
