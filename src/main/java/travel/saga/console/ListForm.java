package travel.saga.console;

import java.util.ArrayList;
import java.util.List;

/**
 * The form that filters the list.
 *
 * @param clearable whether something is entered
 * @param open whether it is shown where there is little room: it says what the counts do not
 */
record ListForm(List<FormField> fields, boolean clearable, boolean open) {
  /**
   * @param embedded whether the engine lists its executions itself; a sidecar has none by workflow
   */
  static ListForm of(ListFilter filter, boolean embedded) {
    List<FormField> fields = new ArrayList<>();
    FormInput selections =
        FormInput.choice(
            Selection.offered(embedded).stream()
                .map(one -> new FormField.Option(one.parameter(), one.badge().word()))
                .toList());
    fields.add(field(filter, ListFilter.STATUS, "Status", selections));
    if (embedded || filter.entered().containsKey(ListFilter.WORKFLOW)) {
      fields.add(field(filter, ListFilter.WORKFLOW, "Workflow", FormInput.SEARCH));
    }
    fields.add(field(filter, ListFilter.TEXT, "Id, or a part of it", FormInput.SEARCH));
    fields.add(time(filter, ListFilter.CREATED_FROM, "Started from (UTC)"));
    fields.add(time(filter, ListFilter.CREATED_BEFORE, "Started before (UTC)"));
    boolean open = !filter.isSelectionAlone() || !filter.errors().isEmpty();
    return new ListForm(fields, !filter.isEmpty(), open);
  }

  private static FormField time(ListFilter filter, String name, String label) {
    return field(filter, name, label, FormInput.time(filter.errors().containsKey(name)));
  }

  private static FormField field(ListFilter filter, String name, String label, FormInput input) {
    return FormField.of(name, label, input, chosen(filter, name, input), filter.errors());
  }

  /** A status that is known is chosen in whatever case it is written. */
  private static String chosen(ListFilter filter, String name, FormInput input) {
    String entered = filter.entered().getOrDefault(name, "");
    return input.isChoice()
        ? Selection.named(entered).map(Selection::parameter).orElse(entered)
        : entered;
  }
}
