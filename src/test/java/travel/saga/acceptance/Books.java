package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What must hold over all reservations and ledgers together. */
final class Books {
  /** Longer than the sweep needs to find what a crash left without a workflow. */
  private static final Duration SETTLED_WITHIN = Duration.ofMinutes(5);

  private final LedgerProbe ledger;

  Books(LedgerProbe ledger) {
    this.ledger = ledger;
  }

  /** Waits until every reservation has ended. */
  Books awaitSettled() {
    await("every reservation to end")
        .atMost(SETTLED_WITHIN)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () ->
                assertThat(ledger.reservations().values()).doesNotContain("PENDING", "CANCELLING"));
    return this;
  }

  /** Held and charged is exactly what is confirmed, each once. */
  Books expectBalanced() {
    Set<String> confirmed = withStatus("CONFIRMED");
    for (Ledger one : Ledger.values()) {
      assertThat(ledger.active(one))
          .as("what is active in the %s ledger, against the confirmed reservations", one)
          .containsExactlyInAnyOrderElementsOf(confirmed);
    }
    return this;
  }

  Books expectConfirmed(Collection<String> ids) {
    Map<String, String> statuses = ledger.reservations();
    for (String id : ids) {
      assertThat(statuses.get(id)).as("status of %s", id).isEqualTo("CONFIRMED");
    }
    return this;
  }

  Books expectOutcomes(int confirmed, int rejected) {
    assertThat(withStatus("CONFIRMED")).as("confirmed").hasSize(confirmed);
    assertThat(withStatus("REJECTED")).as("rejected").hasSize(rejected);
    assertThat(ledger.reservations()).as("all reservations").hasSize(confirmed + rejected);
    return this;
  }

  /** Every entry that was made for the reservation is void. */
  Books expectNothingHeldBy(String id) {
    for (Ledger one : Ledger.values()) {
      assertThat(ledger.active(one)).as("what is active in the %s ledger", one).doesNotContain(id);
    }
    return this;
  }

  Books expectCancelled(Collection<String> ids) {
    Map<String, String> statuses = ledger.reservations();
    for (String id : ids) {
      assertThat(statuses.get(id)).as("status of %s", id).isEqualTo("CANCELLED");
    }
    return this;
  }

  /** The events of the reservation, which a subscriber knows by their ids, in any order. */
  Books awaitEvents(String id, String... types) {
    await("the events of " + id)
        .atMost(SETTLED_WITHIN)
        .untilAsserted(
            () ->
                assertThat(
                        ledger.eventsOf(id).stream()
                            .map(LedgerProbe.PublishedEvent::type)
                            .distinct()
                            .toList())
                    .containsExactlyInAnyOrder(types));
    return this;
  }

  /** Each confirmed reservation was announced, and once. */
  Books awaitAnnounced() {
    List<String> expected =
        withStatus("CONFIRMED").stream().map(id -> id + "-confirmed").sorted().toList();
    await("the confirmed reservations to be announced")
        .atMost(SETTLED_WITHIN)
        .untilAsserted(
            () ->
                assertThat(
                        ledger.publishedEvents().stream()
                            .filter(event -> event.topic().equals("onreservationsuccess"))
                            .map(LedgerProbe.PublishedEvent::id)
                            .sorted()
                            .toList())
                    .isEqualTo(expected));
    return this;
  }

  private Set<String> withStatus(String status) {
    return ledger.reservations().entrySet().stream()
        .filter(entry -> entry.getValue().equals(status))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
