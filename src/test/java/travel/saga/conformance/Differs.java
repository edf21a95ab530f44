package travel.saga.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The scenario asserts something else, or less, on one engine; the table says why. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Differs {
  EngineKind on();

  /** Completes "differs: ", in a table's cell. */
  String because();
}
