package travel.saga.console;

import java.util.List;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.ExecutionCounts;

/**
 * What of the list of executions can change while it is looked at.
 *
 * @param since of what has ended, only what was created from then on is counted
 * @param rows of one page
 * @param newer how many have come since, in words; null where none have
 * @param newest the address of the first page
 * @param older the address of the next page; null on the last
 * @param inMiddle whether there are pages before this one
 * @param empty what to say where there are no rows
 */
record ShownList(
    List<ListTile> tiles,
    @Nullable UtcTime since,
    List<ListRow> rows,
    @Nullable String newer,
    String newest,
    @Nullable String older,
    boolean inMiddle,
    @Nullable String empty) {

  /** Of a page that cannot be shown. */
  static ShownList countsAlone(ExecutionCounts counts, ListFilter filter, boolean embedded) {
    return new ShownList(
        ListTile.of(counts, filter, embedded),
        UtcTime.orNull(counts.since()),
        List.of(),
        null,
        filter.link().toString(),
        null,
        false,
        null);
  }

  /** Whether there is nothing at all to look at. */
  public boolean nothingYet() {
    return Selection.ALL.none().equals(empty);
  }

  ShownList with(ListPlace place, List<ListRow> page, @Nullable String next, int newerOnes) {
    return new ShownList(
        tiles, since, page, newer(newerOnes), newest, next, place.isOlder(), empty);
  }

  ShownList saying(String nothing) {
    return new ShownList(tiles, since, rows, newer, newest, older, inMiddle, nothing);
  }

  private static @Nullable String newer(int count) {
    return switch (count) {
      case 0 -> null;
      case 1 -> "1 newer execution";
      case ExecutionLists.PAGE -> count + " or more newer executions";
      default -> count + " newer executions";
    };
  }
}
