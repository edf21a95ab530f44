package travel.saga.dapr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.MalformedCursorException;

/**
 * Of a list in the order of the {@link ReservationLog}: for each shard the place of the last entry
 * that was looked at. What is behind these places never changes.
 */
record LogCursor(List<Place> places) implements ListCursor {
  /** An entry of a shard: the number of its page, and its index there. */
  record Place(int page, int index) {
    private static Place of(String words) {
      int point = words.indexOf('.');
      return new Place(
          Integer.parseInt(words.substring(0, point)),
          Integer.parseInt(words.substring(point + 1)));
    }

    @Override
    public String toString() {
      return page + "." + index;
    }
  }

  private static final Pattern WORDS =
      Pattern.compile("l\\d{1,9}\\.\\d{1,5}(,\\d{1,9}\\.\\d{1,5}){15}");

  /**
   * @throws MalformedCursorException when it is none of these
   */
  static @Nullable LogCursor of(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String words = ListCursor.wordsOf(text);
    if (!WORDS.matcher(words).matches()) {
      throw new MalformedCursorException();
    }
    return new LogCursor(Arrays.stream(words.substring(1).split(",")).map(Place::of).toList());
  }

  LogCursor at(int shard, Place place) {
    List<Place> next = new ArrayList<>(places);
    next.set(shard, place);
    return new LogCursor(List.copyOf(next));
  }

  @Override
  public String words() {
    return places.stream().map(Place::toString).collect(Collectors.joining(",", "l", ""));
  }
}
