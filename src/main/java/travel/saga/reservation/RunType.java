package travel.saga.reservation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** The demo switch of the reference architecture: which step of the saga shall fail. */
public enum RunType {
  FAIL_FLIGHTS_RESERVATION("failFlightsReservation", "reserve-flight"),
  FAIL_CAR_RENTAL_RESERVATION("failCarRentalReservation", "reserve-car"),
  FAIL_PAYMENT("failPayment", "process-payment"),
  FAIL_FLIGHTS_CONFIRMATION("failFlightsConfirmation", "confirm-flight"),
  FAIL_CAR_RENTAL_CONFIRMATION("failCarRentalConfirmation", "confirm-car"),
  /** Refuses no step: the first two tries to announce the outcome fail. */
  FAIL_NOTIFICATION("failNotification", "");

  private final String wireName;
  private final String refusedStep;

  RunType(String wireName, String refusedStep) {
    this.wireName = wireName;
    this.refusedStep = refusedStep;
  }

  @JsonValue
  public String wireName() {
    return wireName;
  }

  public boolean refuses(Step<?, ?> step) {
    return refusedStep.equals(step.name());
  }

  public static Optional<RunType> named(String wireName) {
    return Arrays.stream(values()).filter(type -> type.wireName.equals(wireName)).findFirst();
  }

  /**
   * @throws IllegalArgumentException for an unknown name
   */
  @JsonCreator
  static RunType fromWire(String wireName) {
    return named(wireName).orElseThrow(() -> new IllegalArgumentException("run_type " + wireName));
  }
}
