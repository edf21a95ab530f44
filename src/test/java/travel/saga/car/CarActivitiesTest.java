package travel.saga.car;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.workflows.WorkflowActivity;
import java.util.Map;
import org.junit.jupiter.api.Test;
import travel.saga.ledger.InMemoryKeyValueStore;
import travel.saga.ledger.Ledgers;
import travel.saga.reservation.Booking;
import travel.saga.reservation.BookingKey;
import travel.saga.reservation.Confirm;
import travel.saga.reservation.CurrencyConfig;
import travel.saga.reservation.Done;
import travel.saga.reservation.FakeActivityContext;
import travel.saga.reservation.Money;
import travel.saga.reservation.Settings;
import travel.saga.reservation.StepResult;
import travel.saga.reservation.Undo;
import travel.saga.reservation.WireFormat;
import travel.saga.reservation.WireName;

/** Each activity runs twice with the same input, as any durable engine may do: one effect. */
class CarActivitiesTest {
  private static final BookingKey KEY = new BookingKey("a-car");
  private static final BookingKey OTHER = new BookingKey("b-car");

  private final CarPartner partner =
      new LedgerCarPartner(
          new Ledgers(new InMemoryKeyValueStore(), tries -> {}),
          Settings.of(CarConfig.class, Map.of("reservations.car.capacity.\"luxury\"", "1")),
          Settings.of(CurrencyConfig.class, Map.of()));
  private final WorkflowActivity reserve = new ReserveCarActivity(partner);
  private final WorkflowActivity confirm = new ConfirmCarActivity(partner);
  private final WorkflowActivity cancel = new CancelCarActivity(partner);

  @Test
  void reservesOnce() {
    Object first = run(reserve, trip(KEY));
    assertThat(first)
        .isEqualTo(
            StepResult.done(
                new Booking("CAR-DZBP3MC8", Booking.Status.HELD, Money.parse("410.00 EUR"))));
    assertThat(run(reserve, trip(KEY))).isEqualTo(first);
    assertThat(partner.confirm(KEY)).isInstanceOf(StepResult.Done.class);
  }

  @Test
  void refusesTwice() {
    run(reserve, trip(OTHER));
    Object first = run(reserve, trip(KEY));
    assertThat(first).isEqualTo(StepResult.refused("no_cars", "No luxury car is left."));
    assertThat(run(reserve, trip(KEY))).isEqualTo(first);
    assertThat(new String(WireFormat.bytes(first), UTF_8))
        .isEqualTo("{\"refused\":{\"code\":\"no_cars\",\"message\":\"No luxury car is left.\"}}");
  }

  @Test
  void confirmsOnce() {
    run(reserve, trip(KEY));
    Object first = run(confirm, new Confirm(KEY));
    assertThat(first).isEqualTo(StepResult.done(new Done(KEY)));
    assertThat(run(confirm, new Confirm(KEY))).isEqualTo(first);
  }

  @Test
  void cancelsOnce() {
    run(reserve, trip(KEY));
    Object first = run(cancel, new Undo(KEY));
    assertThat(first).isEqualTo(StepResult.done(new Done(KEY)));
    assertThat(run(reserve, trip(OTHER))).isInstanceOf(StepResult.Done.class);
    assertThat(run(cancel, new Undo(KEY))).isEqualTo(first);
    assertThat(run(reserve, trip(new BookingKey("c-car")))).isInstanceOf(StepResult.Refused.class);
  }

  @Test
  void areKnownByTheNamesOfTheirSteps() {
    assertThat(nameOf(reserve)).isEqualTo(CarSteps.RESERVE_CAR.name()).isEqualTo("reserve-car");
    assertThat(nameOf(confirm)).isEqualTo(CarSteps.CONFIRM_CAR.name()).isEqualTo("confirm-car");
    assertThat(nameOf(cancel)).isEqualTo(CarSteps.CANCEL_CAR.name()).isEqualTo("cancel-car");
  }

  private static ReserveCar trip(BookingKey key) {
    return new ReserveCar(key, "luxury", "Paris", "Ada", "Lovelace");
  }

  private static Object run(WorkflowActivity activity, Object input) {
    return activity.run(FakeActivityContext.with(input));
  }

  private static String nameOf(WorkflowActivity activity) {
    return activity.getClass().getAnnotation(WireName.class).value();
  }
}
