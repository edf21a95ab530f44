package travel.saga.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A field of a form, with what was entered before.
 *
 * @param error what is wrong with that
 */
record FormField(String name, String label, FormInput input, String value, @Nullable String error) {

  /** One to choose out of a few. */
  record Option(String value, String label) {}

  /**
   * @param errors by the names of fields
   */
  static FormField of(
      String name,
      String label,
      FormInput input,
      @Nullable String entered,
      Map<String, String> errors) {
    return new FormField(name, label, input, entered == null ? "" : entered, errors.get(name));
  }

  /** What was sent is among them, whatever it is: it is said to be wrong. */
  public List<Option> options() {
    List<Option> all = new ArrayList<>(input.options());
    if (!value.isEmpty() && all.stream().noneMatch(option -> option.value().equals(value))) {
      all.add(new Option(value, value));
    }
    return all;
  }
}
