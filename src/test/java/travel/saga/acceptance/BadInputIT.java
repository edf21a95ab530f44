package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A wrong request is told what is wrong, changes nothing and harms nobody. */
class BadInputIT {
  @RegisterExtension static final Services<EngineUnderTest> SERVICES = Services.perClass();
  private static ServiceProcess service;

  @BeforeAll
  static void start() {
    service = SERVICES.start(SERVICES.launch());
  }

  @ParameterizedTest
  @MethodSource("travel.saga.acceptance.BadInput#all")
  void answersWithAProblem(BadInput bad) {
    var before = SERVICES.ledger().reservations();

    Answer answer =
        service.client().send(bad.request().apply(service.client().request(bad.path())));

    answer.expectProblem(bad.status());
    assertThat(answer.body()).contains(bad.mentions());
    assertThat(SERVICES.ledger().reservations()).isEqualTo(before);
    assertThat(service.isReady()).isTrue();
  }

  @Test
  void listsEveryFieldThatIsWrong() {
    Answer answer = service.client().reserve(new TripRequest(" ", null, "failAll"));

    answer.expectProblem(400);
    assertThat(answer.json().path("violations")).hasSizeGreaterThanOrEqualTo(2);
    assertThat(answer.json().path("violations").toString()).contains("location", "run_type");
  }

  @Test
  void ignoresFieldsItDoesNotKnow() {
    var request = service.client().request("/reserveFlight");
    String body = TripRequest.to("rome").node().put("meal", "vegan").toString();

    Answer answer =
        service
            .client()
            .send(
                request
                    .header("Content-Type", "application/json; charset=utf-8")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body)));

    assertThat(answer.expect(200).text("status")).isEqualTo("CONFIRMED");
  }

  @Test
  void takesNamesUpToTheLimitInAnyAlphabet() {
    String longest = "Ł".repeat(100);

    Answer answer = service.client().reserveFlight(TripRequest.to("  " + longest + " "));

    assertThat(answer.expect(200).text("location")).isEqualTo(longest);
  }
}
