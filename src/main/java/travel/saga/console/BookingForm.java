package travel.saga.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import travel.saga.reservation.RunType;

/**
 * The form that books a trip, with what was entered before.
 *
 * @param request tells this form from others
 * @param demo whether a step can be made to fail
 */
record BookingForm(String request, List<FormField> fields, boolean demo) {
  private static final FormField.Option NOTHING = new FormField.Option("", "Nothing");

  /**
   * @param errors by the names of fields
   */
  static BookingForm of(
      BookingEntries entries, Map<String, String> errors, List<String> carClasses, boolean demo) {
    FormInput first = FormInput.text("given-name");
    FormInput last = FormInput.text("family-name");
    FormInput place = FormInput.text("off");
    FormInput classes = FormInput.choice(options(carClasses));
    List<FormField> fields = new ArrayList<>();
    fields.add(FormField.of("first_name", "First name", first, entries.firstName, errors));
    fields.add(FormField.of("last_name", "Last name", last, entries.lastName, errors));
    fields.add(FormField.of("location", "Where to", place, entries.location, errors));
    fields.add(FormField.of("car_class", "Car class", classes, entries.carClass, errors));
    if (demo || errors.containsKey("run_type")) {
      FormInput failures = FormInput.choice(failures(demo));
      fields.add(
          FormField.of("run_type", "What should go wrong", failures, entries.runType, errors));
    }
    return new BookingForm(entries.request(), fields, demo);
  }

  private static List<FormField.Option> options(List<String> names) {
    return names.stream().map(name -> new FormField.Option(name, name)).toList();
  }

  private static List<FormField.Option> failures(boolean demo) {
    Stream<FormField.Option> all =
        Arrays.stream(RunType.values())
            .map(type -> new FormField.Option(type.wireName(), failure(type)));
    return demo ? Stream.concat(Stream.of(NOTHING), all).toList() : List.of(NOTHING);
  }

  private static String failure(RunType type) {
    return switch (type) {
      case FAIL_FLIGHTS_RESERVATION -> "The flight cannot be reserved";
      case FAIL_CAR_RENTAL_RESERVATION -> "The car cannot be reserved";
      case FAIL_PAYMENT -> "The payment is declined";
      case FAIL_FLIGHTS_CONFIRMATION -> "The flight cannot be confirmed";
      case FAIL_CAR_RENTAL_CONFIRMATION -> "The car cannot be confirmed";
      case FAIL_NOTIFICATION -> "The outcome cannot be announced, twice";
    };
  }
}
