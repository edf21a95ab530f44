package travel.saga.api;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
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
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Which methods a path knows, for the header {@code Allow}: Quarkus REST leaves it out of a 405,
 * and answers OPTIONS with the methods of the whole resource class.
 */
@ApplicationScoped
class AllowedMethods {
  private record Operation(Pattern path, String method) {}

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
    String path = Optional.ofNullable(context.request().path()).orElse("/");
    Set<String> methods =
        operations.stream()
            .filter(operation -> operation.path().matcher(path).matches())
            .map(Operation::method)
            .collect(Collectors.toCollection(TreeSet::new));
    if (methods.contains(HttpMethod.GET)) {
      methods.add(HttpMethod.HEAD);
    }
    methods.add(HttpMethod.OPTIONS);
    return String.join(", ", methods);
  }

  @ServerResponseFilter
  void tellOptions(ContainerResponseContext response, RoutingContext context) {
    if (context.request().method().name().equals(HttpMethod.OPTIONS)
        && response.getHeaders().containsKey(HttpHeaders.ALLOW)) {
      response.getHeaders().putSingle(HttpHeaders.ALLOW, of(context));
    }
  }

  private static Stream<Operation> operations(Class<?> resource) {
    return Arrays.stream(resource.getMethods())
        .flatMap(
            method ->
                Arrays.stream(method.getAnnotations())
                    .map(Annotation::annotationType)
                    .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                    .map(type -> type.getAnnotation(HttpMethod.class).value())
                    .map(name -> new Operation(pattern(resource, method), name)));
  }

  private static Pattern pattern(Class<?> resource, Method method) {
    Path below = method.getAnnotation(Path.class);
    String template =
        "/"
            + resource.getAnnotation(Path.class).value()
            + "/"
            + (below == null ? "" : below.value());
    String segments = template.replaceAll("\\{[^}]*}", "[^/]+").replaceAll("/+", "/");
    return Pattern.compile(segments.replaceAll("/$", "") + "/?");
  }
}
