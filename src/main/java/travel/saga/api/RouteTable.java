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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every route of the service, for requests that no resource has seen. */
@ApplicationScoped
class RouteTable {
  /**
   * @param template its path, as {@code /reservations/{id}}
   */
  record Route(String method, String template, Pattern path) {}

  private final List<Route> routes;

  RouteTable(BeanManager beans) {
    routes =
        beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
            .map(Bean::getBeanClass)
            .filter(type -> type.isAnnotationPresent(Path.class))
            .flatMap(RouteTable::of)
            .toList();
  }

  /** Those that the path of a request leads to, whatever its method. */
  Stream<Route> at(RoutingContext context) {
    String path = Optional.ofNullable(context.request().path()).orElse("/");
    return routes.stream().filter(route -> route.path().matcher(path).matches());
  }

  private static Stream<Route> of(Class<?> resource) {
    return Arrays.stream(resource.getMethods())
        .flatMap(method -> of(method, template(resource, method)));
  }

  private static Stream<Route> of(Method method, String template) {
    return Arrays.stream(method.getAnnotations())
        .map(Annotation::annotationType)
        .filter(type -> type.isAnnotationPresent(HttpMethod.class))
        .map(type -> type.getAnnotation(HttpMethod.class).value())
        .map(verb -> new Route(verb, template, pattern(template)));
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
