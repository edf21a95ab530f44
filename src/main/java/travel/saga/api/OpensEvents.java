package travel.saga.api;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What answers with the events that {@link EventOpening} has found. */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({METHOD, TYPE})
@interface OpensEvents {}
