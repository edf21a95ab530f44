package travel.saga.api;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which methods a path knows, for the header {@code Allow} that a 405 must have and that Quarkus
 * REST leaves out, and which route it is one of.
 */
@ApplicationScoped
class AllowedMethods {
  private record Operation(String template, Pattern path, String method) {}

  private final List<Operation> operations;

  AllowedMethods(BeanManager beans) {
    operations =
        beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
            .map(Bean::getBeanClass)
            .filter(type -> type.isAnnotationPresent(Path.class))
            .flatMap(AllowedMethods::operations)
            .toList();
  }

  /** As {@code Allow} lists them. */
  String of(RoutingContext context) {
    Set<String> methods =
        at(context)
            .map(Operation::method)
            .collect(Collectors.toCollection(TreeSet::new));
    if (methods.contains(HttpMethod.GET)) {
      methods.add(HttpMethod.HEAD);
    }
    methods.add(HttpMethod.OPTIONS);
    return String.join(", ", methods);
  }

  /** The template of its path, as {@code /reservations/{id}}; empty where there is nothing. */
  Optional<String> template(RoutingContext context) {
    return at(context).map(Operation::template).findFirst();
  }

  private Stream<Operation> at(RoutingContext context) {
    String path = Optional.ofNullable(context.request().path()).orElse("/");
    return operations.stream().filter(operation -> operation.path().matcher(path).matches());
  }

  private static Stream<Operation> operations(Class<?> resource) {
    return Arrays.stream(resource.getMethods())
        .flatMap(method -> operations(method, template(resource, method)));
  }

  private static Stream<Operation> operations(Method method, String template) {
    return Arrays.stream(method.getAnnotations())
        .map(Annotation::annotationType)
        .filter(type -> type.isAnnotationPresent(HttpMethod.class))
        .map(type -> type.getAnnotation(HttpMethod.class).value())
        .map(name -> new Operation(template, pattern(template), name));
  }

  private static String template(Class<?> resource, Method method) {
    Path below = method.getAnnotation(Path.class);
    String template =
        "/"
            + resource.getAnnotation(Path.class).value()
            + "/"
            + (below == null ? "" : below.value());
    return template.replaceAll("/+", "/").replaceAll("(.)/$", "$1");
  }

  private static Pattern pattern(String template) {
    return Pattern.compile(template.replaceAll("\\{[^}]*}", "[^/]+").replaceAll("/$", "") + "/?");
  }
}
