package travel.saga.payment;

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
class HttpPaymentPartnerTest extends PaymentPartnerContract {
  private SamplePartners sample;
  private PaymentPartner partner;

  @BeforeEach
  void start() {
    sample = SamplePartners.start(Map.of());
    partner =
        new HttpPaymentPartner(
            TestPartners.at("payment", sample.url("payment")).payment().orElseThrow());
  }

  @AfterEach
  void end() {
    sample.close();
  }

  @Override
  PaymentPartner partner() {
    return partner;
  }
}
