package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an operator lists. */
class ListIT {
  private static final String TOKEN = "a-token-of-the-acceptance-suite";

  @RegisterExtension static final Services<EngineUnderTest> SERVICES = Services.perClass();

  private static Client client;

  @BeforeAll
  static void start() {
    client =
        SERVICES
            .start(SERVICES.launch().withEnvironment("RESERVATIONS_ADMIN_TOKEN", TOKEN))
            .client();
  }

  @Test
  void listsWhatWasBookedByStatusAndName() {
    String confirmed = book("Curie", null);
    String rejected = book("Curie", "failCarRentalConfirmation");
    String other = book("Meitner", null);

    assertThat(idsOf(page("?last_name=curie"))).containsExactly(rejected, confirmed);
    assertThat(idsOf(page("?last_name=CURIE&status=REJECTED"))).containsExactly(rejected);
    assertThat(idsOf(page("?last_name=Curie&status=CONFIRMED"))).containsExactly(confirmed);
    assertThat(idsOf(page("?last_name=Curie&status=ATTENTION"))).isEmpty();
    assertThat(idsOf(page("?limit=200"))).containsSubsequence(other, rejected, confirmed);
    JsonNode listed = page("?last_name=Meitner").json().at("/reservations/0");
    assertThat(listed).isEqualTo(client.reservation(other).expect(200).json());
  }

  @Test
  void pagesThroughWhatWasThereWhileMoreAreBooked() {
    List<String> before = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      before.add(book("Noether", null));
    }
    Collections.reverse(before);

    List<String> seen = new ArrayList<>();
    String path = "/reservations?last_name=Noether&limit=2";
    while (path != null) {
      Answer page = get(path).expect(200);
      assertThat(idsOf(page)).hasSizeLessThanOrEqualTo(2);
      seen.addAll(idsOf(page));
      book("Noether", null);
      path = page.header("Link").map(ListIT::target).orElse(null);
      assertThat(page.json().has("next")).isEqualTo(path != null);
    }

    assertThat(seen).isEqualTo(before);
    assertThat(new LinkedHashSet<>(idsOf(page("?last_name=Noether&limit=200"))))
        .containsAll(before)
        .hasSizeGreaterThan(before.size());
  }

  @Test
  void saysWhatIsWrongWithAQuery() {
    assertThat(page("?limit=1000", 400).json().at("/violations/0/field").asText())
        .isEqualTo("limit");
    assertThat(page("?cursor=bm9uc2Vuc2U", 400).json().at("/violations/0/field").asText())
        .isEqualTo("cursor");
  }

  private static String book(String lastName, @Nullable String runType) {
    TripRequest trip = TripRequest.to("lima");
    var body = (runType == null ? trip : trip.failing(runType)).node().put("last_name", lastName);
    Answer taken =
        client.send(
            client
                .request("/reservations")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    String id = taken.reservationId();
    await().until(() -> !client.reservation(id).expect(200).text("status").equals("PENDING"));
    return id;
  }

  private static Answer page(String query) {
    return page(query, 200);
  }

  private static Answer page(String query, int status) {
    return get("/reservations" + query).expect(status);
  }

  private static Answer get(String path) {
    return client.send(client.request(path).header("Authorization", "Bearer " + TOKEN).GET());
  }

  private static String target(String link) {
    assertThat(link).matches("</reservations\\?.*>; rel=\"next\"");
    return link.substring(1, link.indexOf('>'));
  }

  private static List<String> idsOf(Answer page) {
    return StreamSupport.stream(page.json().path("reservations").spliterator(), false)
        .map(one -> one.path("reservation_id").asText())
        .toList();
  }
}
