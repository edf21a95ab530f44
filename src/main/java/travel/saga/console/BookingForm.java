package travel.saga.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import travel.saga.api.ReservationRequest;
import travel.saga.reservation.RunType;

/**
 * The form that books a trip, with what was entered before.
 *
 * @param request tells this form from others
 * @param demo whether a step can be made to fail
 */
record BookingForm(String request, List<Entry> texts, List<Choice> choices, boolean demo) {
  /** The classes that the built-in partner rents; others know more. */
  private static final List<String> CAR_CLASSES =
      List.of(ReservationRequest.DEFAULT_CAR_CLASS, "midsize", "fullsize", "luxury");

  /**
   * A text to enter.
   *
   * @param error what is wrong with it
   */
  record Entry(
      String name, String label, String value, String autocomplete, @Nullable String error) {}

  /** One to choose out of a few. */
  record Choice(
      String name, String label, String value, List<Option> options, @Nullable String error) {}

  record Option(String value, String label) {}

  /**
   * @param errors by the name of the field
   */
  static BookingForm of(BookingEntries entries, Map<String, String> errors, boolean demo) {
    return new BookingForm(
        entries.request(),
        List.of(
            text("first_name", "First name", entries.firstName, "given-name", errors),
            text("last_name", "Last name", entries.lastName, "family-name", errors),
            text("location", "Where to", entries.location, "off", errors)),
        choices(entries, errors, demo),
        demo);
  }

  private static Entry text(
      String name,
      String label,
      @Nullable String entered,
      String autocomplete,
      Map<String, String> errors) {
    return new Entry(name, label, entered == null ? "" : entered, autocomplete, errors.get(name));
  }

  private static List<Choice> choices(
      BookingEntries entries, Map<String, String> errors, boolean demo) {
    List<Choice> choices = new ArrayList<>();
    choices.add(
        choice(
            "car_class",
            "Car class",
            entries.carClass,
            CAR_CLASSES.stream().map(name -> new Option(name, name)),
            errors));
    if (demo || errors.containsKey("run_type")) {
      choices.add(
          choice("run_type", "What should go wrong", entries.runType, failures(demo), errors));
    }
    return choices;
  }

  /** What was sent is among the options, whatever it is: it is said to be wrong. */
  private static Choice choice(
      String name,
      String label,
      @Nullable String chosen,
      Stream<Option> known,
      Map<String, String> errors) {
    String value = chosen == null ? "" : chosen;
    List<Option> options = new ArrayList<>(known.toList());
    if (chosen != null && options.stream().noneMatch(option -> option.value().equals(value))) {
      options.add(new Option(value, value));
    }
    return new Choice(name, label, value, options, errors.get(name));
  }

  private static Stream<Option> failures(boolean demo) {
    Stream<Option> nothing = Stream.of(new Option("", "Nothing"));
    return demo
        ? Stream.concat(
            nothing,
            Arrays.stream(RunType.values())
                .map(type -> new Option(type.wireName(), failure(type))))
        : nothing;
  }

  private static String failure(RunType type) {
    return switch (type) {
      case FAIL_FLIGHTS_RESERVATION -> "The flight cannot be reserved";
      case FAIL_CAR_RENTAL_RESERVATION -> "The car cannot be reserved";
      case FAIL_PAYMENT -> "The payment is declined";
      case FAIL_FLIGHTS_CONFIRMATION -> "The flight cannot be confirmed";
      case FAIL_CAR_RENTAL_CONFIRMATION -> "The car cannot be confirmed";
      case FAIL_NOTIFICATION -> "The news cannot be told, twice";
    };
  }
}
