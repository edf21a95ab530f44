package travel.saga.car;

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
class HttpCarPartnerTest extends CarPartnerContract {
  private SamplePartners sample;
  private CarPartner partner;

  @BeforeEach
  void start() {
    sample = SamplePartners.start(Map.of("PARTNERS_CAPACITY", "{\"" + SCARCE + "\": 1}"));
    partner = new HttpCarPartner(TestPartners.at("car", sample.url("car")).car().orElseThrow());
  }

  @AfterEach
  void end() {
    sample.close();
  }

  @Override
  CarPartner partner() {
    return partner;
  }
}
