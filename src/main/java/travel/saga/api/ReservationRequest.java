package travel.saga.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import jakarta.validation.constraints.NotNull;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.RunType;
import travel.saga.reservation.Traveller;
import travel.saga.reservation.Trip;

/** The body of a request for a reservation. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ReservationRequest(
    @Schema(examples = "Ada", pattern = Text.ONE_LINE)
        @JsonDeserialize(using = TrimmedText.class)
        @NotNull(message = "is required")
        @Text
        @Nullable String firstName,
    @Schema(examples = "Lovelace", pattern = Text.ONE_LINE)
        @JsonDeserialize(using = TrimmedText.class)
        @NotNull(message = "is required")
        @Text
        @Nullable String lastName,
    @Schema(examples = "London", pattern = Text.ONE_LINE)
        @JsonDeserialize(using = TrimmedText.class)
        @NotNull(message = "is required")
        @Text
        @Nullable String location,
    @Schema(
            defaultValue = "compact",
            examples = "compact",
            nullable = true,
            pattern = Text.ONE_LINE)
        @JsonDeserialize(using = TrimmedText.class)
        @Text
        @Nullable String carClass,
    @Schema(
            description = "Makes a step fail; only where the demo is enabled",
            nullable = true,
            enumeration = {
              "failFlightsReservation",
              "failCarRentalReservation",
              "failPayment",
              "failFlightsConfirmation",
              "failCarRentalConfirmation",
              "failNotification"
            })
        @JsonDeserialize(using = TrimmedText.class)
        @DemoOnly
        @Nullable String runType) {
  public static final String DEFAULT_CAR_CLASS = "compact";

  /** What is asked for; only of a request that has been validated. */
  public Trip trip() {
    return new Trip(
        new Traveller(Objects.requireNonNull(firstName), Objects.requireNonNull(lastName)),
        Objects.requireNonNull(location),
        Objects.requireNonNullElse(carClass, DEFAULT_CAR_CLASS),
        Optional.ofNullable(runType).flatMap(RunType::named).orElse(null));
  }

  /** Personal data stays out of logs. */
  @Override
  public String toString() {
    return "ReservationRequest";
  }
}
