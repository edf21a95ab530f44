package travel.saga.console;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import travel.saga.access.ConsoleSessions;
import travel.saga.api.PageLink;
import travel.saga.execution.ExecutionQuery;

/**
 * Which executions a page is to show.
 *
 * @param entered what was asked for, as it was written; nothing for what was not
 * @param errors what is wrong with it, by the name of the field
 */
record ListFilter(Map<String, String> entered, Map<String, String> errors) {
  static final String STATUS = "status";
  static final String WORKFLOW = "workflow";
  static final String TEXT = "q";
  static final String CREATED_FROM = "created_from";
  static final String CREATED_BEFORE = "created_before";

  /** In the order of the form. */
  private static final List<String> FIELDS =
      List.of(STATUS, WORKFLOW, TEXT, CREATED_FROM, CREATED_BEFORE);

  /** As browsers write a local time, with a year of four digits. */
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?");

  static ListFilter of(ListParameters parameters) {
    Map<String, String> entered = new HashMap<>();
    put(entered, STATUS, parameters.status);
    put(entered, WORKFLOW, parameters.workflow);
    put(entered, TEXT, parameters.text);
    put(entered, CREATED_FROM, parameters.createdFrom);
    put(entered, CREATED_BEFORE, parameters.createdBefore);
    return new ListFilter(entered, errors(entered));
  }

  private static void put(Map<String, String> entered, String field, @Nullable String value) {
    String said = Entered.orNull(value);
    if (said != null) {
      entered.put(field, said);
    }
  }

  private static Map<String, String> errors(Map<String, String> entered) {
    Map<String, String> errors = new HashMap<>();
    if (Selection.named(entered.getOrDefault(STATUS, "")).isEmpty()) {
      errors.put(
          STATUS,
          "must be one of "
              + Arrays.stream(Selection.values())
                  .map(Selection::parameter)
                  .filter(name -> !name.isEmpty())
                  .collect(Collectors.joining(", ")));
    }
    for (String field : List.of(CREATED_FROM, CREATED_BEFORE)) {
      String time = entered.get(field);
      if (time != null && utc(time) == null) {
        errors.put(field, "must be a date and a time, as 2026-03-01T10:00");
      }
    }
    return errors;
  }

  /** The same where the engine cannot answer by one of them. */
  ListFilter withError(String field, String error) {
    Map<String, String> more = new HashMap<>(errors);
    more.put(field, error);
    return new ListFilter(entered, more);
  }

  boolean isEmpty() {
    return entered.isEmpty();
  }

  /** Whether it asks for no more than a selection does. */
  boolean isSelectionAlone() {
    return FIELDS.stream().filter(entered::containsKey).allMatch(STATUS::equals);
  }

  Selection selection() {
    return Selection.named(entered.getOrDefault(STATUS, "")).orElse(Selection.ALL);
  }

  @Nullable Instant createdFrom() {
    return time(CREATED_FROM);
  }

  /** Only of one without errors. */
  ExecutionQuery query(@Nullable Instant from, @Nullable String cursor, int limit) {
    return new ExecutionQuery(
        selection().focus(),
        selection().status(),
        entered.get(WORKFLOW),
        entered.get(TEXT),
        from,
        time(CREATED_BEFORE),
        cursor,
        limit);
  }

  /** The address of its first page. */
  PageLink link() {
    PageLink link = new PageLink(ConsoleSessions.PATH);
    FIELDS.forEach(field -> link.with(field, entered.get(field)));
    return link;
  }

  private @Nullable Instant time(String field) {
    String time = entered.get(field);
    return time == null ? null : utc(time);
  }

  private static @Nullable Instant utc(String time) {
    try {
      return TIME.matcher(time).matches()
          ? LocalDateTime.parse(time).toInstant(ZoneOffset.UTC)
          : null;
    } catch (DateTimeException noSuchDay) {
      return null;
    }
  }
}
