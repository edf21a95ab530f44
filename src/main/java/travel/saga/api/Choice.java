package travel.saga.api;

import java.util.Arrays;
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
    if (asked == null) {
      return null;
    }
    E[] known = choices.getEnumConstants();
    return Arrays.stream(known)
        .filter(one -> one.name().equals(asked))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    new Violation(
                        parameter,
                        "must be one of "
                            + Arrays.stream(known)
                                .map(Enum::name)
                                .collect(Collectors.joining(", ")))));
  }
}
