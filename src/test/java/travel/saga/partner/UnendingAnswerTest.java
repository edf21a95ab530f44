package travel.saga.partner;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import travel.saga.api.WithoutEngine;
import travel.saga.flight.ReserveFlight;
import travel.saga.reservation.BookingKey;
import travel.saga.reservation.StepResult;

/** A partner that begins an answer and never ends it takes no connection with it. */
@QuarkusTest
@TestProfile(WithoutEngine.class)
class UnendingAnswerTest {
  private static final BookingKey KEY = new BookingKey("r1-flight");
  private static final ReserveFlight TRIP = new ReserveFlight(KEY, "Oslo", "Ada", "Lovelace");
  private static final String OFFER =
      "{\"reference\": \"F-1\", \"price\": {\"amount\": \"240.00\", \"currency\": \"EUR\"}}";
  private static final String CHUNKED = "HTTP/1.1 %s\r\nTransfer-Encoding: chunked\r\n%s\r\n";

  /** More than there may be connections to one partner. */
  private static final int CALLS = 60;

  private static final Executor THREADS = task -> new Thread(task).start();

  private final RawPartner partner = new RawPartner();

  @AfterEach
  void end() throws IOException {
    partner.close();
  }

  static Stream<Named<RawPartner.Script>> unending() {
    return Stream.of(
        Named.of("nothing", out -> {}),
        Named.of("a head", write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")),
        Named.of("half a head", write("HTTP/1.1 200 OK\r\nContent-Le")),
        Named.of("a refusal", write(CHUNKED.formatted("409 Conflict", ""))),
        Named.of("a fault", write(CHUNKED.formatted("503 Away", "") + "1\r\n{\r\n")),
        Named.of("a trickle", trickle(CHUNKED.formatted("200 OK", ""))),
        Named.of(
            "many parts",
            trickle(
                CHUNKED.formatted("200 OK", "Content-Type: multipart/form-data;boundary=x\r\n"))));
  }

  @ParameterizedTest
  @MethodSource("unending")
  void leavesTheOtherCallsTheirConnections(RawPartner.Script answer) {
    PartnerHolds flight = flight("http", "500ms");
    partner.answers(answer);
    List<CompletableFuture<?>> calls =
        IntStream.range(0, CALLS)
            .<CompletableFuture<?>>mapToObj(
                call -> supplyAsync(() -> flight.hold(KEY, TRIP), THREADS))
            .toList();
    assertThat(calls)
        .allSatisfy(
            call ->
                assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(PartnerFaultException.class));

    await().untilAsserted(() -> assertThat(partner.open()).isZero());
    answerOffers();
    assertThat(flight.hold(KEY, TRIP)).isInstanceOf(StepResult.Done.class);
  }

  /** Who read on would hear only that it took too long. */
  @Test
  void readsNoMoreThanAnAnswerNeeds() {
    PartnerHolds flight = flight("http", "2s");
    partner.answers(
        out -> {
          out.write(CHUNKED.formatted("200 OK", "").getBytes(ISO_8859_1));
          byte[] chunk = ("1000\r\n" + "x".repeat(0x1000) + "\r\n").getBytes(ISO_8859_1);
          while (true) {
            out.write(chunk);
          }
        });

    assertThatThrownBy(() -> flight.hold(KEY, TRIP))
        .isInstanceOf(PartnerFaultException.class)
        .hasMessageContaining("no reference and price");

    await().untilAsserted(() -> assertThat(partner.open()).isZero());
  }

  @Test
  void keepsTheConnectionOfAnAnswerThatEnds() {
    PartnerHolds flight = flight("http", "200ms");
    answerOffers();

    flight.hold(KEY, TRIP);
    await().during(Duration.ofMillis(400)).until(() -> partner.open() == 1);
    flight.hold(KEY, TRIP);

    assertThat(partner.accepted()).isEqualTo(1);
  }

  @Test
  void hangsUpOnAHandshakeThatDoesNotEnd() {
    PartnerHolds flight = flight("https", "300ms");

    assertThatThrownBy(() -> flight.hold(KEY, TRIP)).isInstanceOf(PartnerFaultException.class);

    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> partner.accepted() == 1 && partner.open() == 0);
  }

  private static RawPartner.Script write(String text) {
    return out -> out.write(text.getBytes(ISO_8859_1));
  }

  private static RawPartner.Script trickle(String head) {
    return out -> {
      out.write(head.getBytes(ISO_8859_1));
      while (true) {
        out.write("1\r\nx\r\n".getBytes(ISO_8859_1));
        out.flush();
        new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
      }
    };
  }

  private void answerOffers() {
    partner.answers(
        "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s".formatted(OFFER.length(), OFFER));
  }

  private PartnerHolds flight(String scheme, String timeout) {
    return TestPartners.with(
            Map.of(
                "reservations.flight.url",
                partner.url(scheme),
                "reservations.flight.timeout",
                timeout,
                "reservations.flight.connect-timeout",
                timeout,
                "reservations.flight.breaker.calls",
                "1000"))
        .flight()
        .orElseThrow();
  }
}
