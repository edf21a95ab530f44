package travel.saga.api;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.ElementType.RECORD_COMPONENT;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.RunType;

/** The name of a {@link RunType}, where the demo is enabled; nothing elsewhere. */
@Constraint(validatedBy = DemoOnly.Check.class)
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({FIELD, PARAMETER, RECORD_COMPONENT})
@interface DemoOnly {
  String message() default "is accepted only where reservations.demo.enabled is true";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  @ApplicationScoped
  class Check implements ConstraintValidator<DemoOnly, String> {
    private static final String NAMES =
        Arrays.stream(RunType.values()).map(RunType::wireName).collect(Collectors.joining(", "));

    private final DemoMode demo;

    Check(DemoMode demo) {
      this.demo = demo;
    }

    @Override
    public boolean isValid(@Nullable String name, ConstraintValidatorContext context) {
      if (name == null) {
        return true;
      }
      if (!demo.enabled()) {
        return false;
      }
      boolean known = RunType.named(name).isPresent();
      if (!known) {
        context.disableDefaultConstraintViolation();
        context
            .buildConstraintViolationWithTemplate("must be one of " + NAMES)
            .addConstraintViolation();
      }
      return known;
    }
  }
}
