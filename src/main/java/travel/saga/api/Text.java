package travel.saga.api;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.ElementType.RECORD_COMPONENT;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.hibernate.validator.constraints.CodePointLength;

/** One line of text, 1–100 characters (code points) long, without control characters. */
@CodePointLength(min = 1, max = 100, message = "must have 1 to 100 characters")
@Pattern(regexp = "[^\\p{Cc}\\p{Cs}]*", message = "must not contain control characters")
@Constraint(validatedBy = {})
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({FIELD, PARAMETER, RECORD_COMPONENT})
@interface Text {
  /** What {@link TrimmedText} and this accept, in the dialect of JSON Schema. */
  String ONE_LINE =
      "^\\s*[^\\s\\x00-\\x1F\\x7F-\\x9F]"
          + "([^\\x00-\\x1F\\x7F-\\x9F]{0,98}[^\\s\\x00-\\x1F\\x7F-\\x9F])?\\s*$";

  String message() default "is not such a text";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};
}
