package travel.saga.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A parameter that names one of a few. */
final class Choice {
  private Choice() {}

  /**
   * @return null where nothing is said
   * @throws InvalidRequestException when it names none of them
   */
  static <E extends Enum<E>> @Nullable E of(
      String parameter, @Nullable String asked, Class<E> choices) {
    return of(parameter, asked, choices, Enum::name);
  }

  /** The same for what is written in lower case. */
  static <E extends Enum<E>> @Nullable E inLowerCase(
      String parameter, @Nullable String asked, Class<E> choices) {
    return of(parameter, asked, choices, one -> one.name().toLowerCase(Locale.ROOT));
  }

  private static <E extends Enum<E>> @Nullable E of(
      String parameter, @Nullable String asked, Class<E> choices, Function<E, String> written) {
    if (asked == null) {
      return null;
    }
    E[] known = choices.getEnumConstants();
    return Arrays.stream(known)
        .filter(one -> written.apply(one).equals(asked))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    new Violation(
                        parameter,
                        "must be one of "
                            + Arrays.stream(known)
                                .map(written)
                                .collect(Collectors.joining(", ")))));
  }
}
