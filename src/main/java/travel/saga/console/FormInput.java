package travel.saga.console;

import java.util.List;

/**
 * How something is entered.
 *
 * @param type as HTML has it
 * @param autocomplete what the browser may know, as HTML has it
 * @param options to choose from; none for what is typed
 */
record FormInput(
    String type, String autocomplete, boolean required, List<FormField.Option> options) {
  static final FormInput SEARCH = new FormInput("search", "off", false, List.of());
  private static final FormInput TIME = new FormInput("datetime-local", "off", false, List.of());

  /** For a time; what is none would not be shown where only a time can be entered. */
  static FormInput time(boolean malformed) {
    return malformed ? SEARCH : TIME;
  }

  static FormInput text(String autocomplete) {
    return new FormInput("text", autocomplete, true, List.of());
  }

  static FormInput choice(List<FormField.Option> options) {
    return new FormInput("select", "off", false, options);
  }

  public boolean isChoice() {
    return !options.isEmpty();
  }
}
