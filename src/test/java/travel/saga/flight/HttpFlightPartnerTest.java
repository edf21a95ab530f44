package travel.saga.flight;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import travel.saga.api.WithoutEngine;
import travel.saga.partner.TestPartners;
import travel.saga.sidecar.SamplePartners;

/** Against the sample, whose books are in a file. */
@QuarkusTest
@TestProfile(WithoutEngine.class)
class HttpFlightPartnerTest extends FlightPartnerContract {
  private SamplePartners sample;
  private FlightPartner partner;

  @BeforeEach
  void start() {
    sample = SamplePartners.start(Map.of("PARTNERS_CAPACITY", "{\"" + SCARCE + "\": 1}"));
    partner =
        new HttpFlightPartner(
            TestPartners.at("flight", sample.url("flight")).flight().orElseThrow());
  }

  @AfterEach
  void end() {
    sample.close();
  }

  @Override
  FlightPartner partner() {
    return partner;
  }
}
