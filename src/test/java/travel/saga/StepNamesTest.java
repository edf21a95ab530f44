package travel.saga;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.dapr.workflows.WorkflowActivity;
import org.junit.jupiter.api.Test;
import travel.saga.reservation.WireName;
import travel.saga.reservation.saga.StepNames;

/** A step that is forgotten there could not be served by another application. */
class StepNamesTest {
  /** An activity that is no step: it marks, here, what another application serves. */
  private static final String MARK = "mark-retrying";

  @Test
  void everyActivityIsNamed() {
    var activities =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("travel.saga")
                .stream()
                .filter(type -> type.isAssignableTo(WorkflowActivity.class))
                .filter(type -> type.isAnnotatedWith(WireName.class))
                .map((JavaClass type) -> type.getAnnotationOfType(WireName.class).value())
                .toList();

    assertThat(activities).contains(MARK);
    assertThat(new StepNames().get())
        .doesNotContain(MARK)
        .containsExactlyInAnyOrderElementsOf(
            activities.stream().filter(name -> !name.equals(MARK)).toList());
  }
}
