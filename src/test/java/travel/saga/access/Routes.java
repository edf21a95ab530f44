package travel.saga.access;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every call that the service knows, and for whom it is. */
final class Routes {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String JSON = "application/json";

  /** For whom. */
  enum Guard {
    ANYBODY,
    OPERATOR,
    /** The page of an operator: also with a session. */
    CONSOLE
  }

  record Route(Guard guard, String method, String path) {
    /** Asks for it as a resource would take it. */
    Response ask(RequestSpecification request) {
      if (changes()) {
        request.contentType(guard == Guard.CONSOLE ? FORM : JSON).body("{}");
      }
      return request.redirects().follow(false).request(method, path.replaceAll("\\{[^}]*}", "x"));
    }

    boolean changes() {
      return !method.equals("GET");
    }

    String name() {
      return method + " " + path;
    }

    @Override
    public String toString() {
      return name();
    }
  }

  /** A new route needs a line here. */
  private static final List<Route> TABLE =
      List.of(
          new Route(Guard.ANYBODY, "POST", "/reserveFlight"),
          new Route(Guard.ANYBODY, "POST", "/reservations"),
          new Route(Guard.ANYBODY, "GET", "/reservations/{id}"),
          new Route(Guard.ANYBODY, "POST", "/reservations/{id}/cancel"),
          new Route(Guard.ANYBODY, "GET", "/reservations/{id}/events"),
          new Route(Guard.OPERATOR, "GET", "/reservations"),
          new Route(Guard.OPERATOR, "GET", "/executions"),
          new Route(Guard.OPERATOR, "GET", "/executions/{id}"),
          new Route(Guard.OPERATOR, "GET", "/executions/{id}/history"),
          new Route(Guard.OPERATOR, "POST", "/executions/{id}/suspend"),
          new Route(Guard.OPERATOR, "POST", "/executions/{id}/resume"),
          new Route(Guard.OPERATOR, "POST", "/executions/{id}/terminate"),
          new Route(Guard.OPERATOR, "POST", "/executions/{id}/rerun"),
          new Route(Guard.OPERATOR, "POST", "/executions/{id}/purge"),
          new Route(Guard.OPERATOR, "POST", "/executions/{id}/compensations/{name}/retry"),
          new Route(Guard.OPERATOR, "POST", "/executions/{id}/compensations/{name}/settle"),
          new Route(Guard.OPERATOR, "POST", "/backups"),
          new Route(Guard.ANYBODY, "GET", "/"),
          new Route(Guard.ANYBODY, "POST", "/"),
          new Route(Guard.ANYBODY, "GET", "/console/login"),
          new Route(Guard.ANYBODY, "POST", "/console/login"),
          new Route(Guard.CONSOLE, "POST", "/console/logout"),
          new Route(Guard.CONSOLE, "GET", "/console"),
          new Route(Guard.CONSOLE, "GET", "/console/executions/{id}"),
          new Route(Guard.CONSOLE, "GET", "/console/executions/{id}/history"),
          new Route(Guard.CONSOLE, "GET", "/console/executions/{id}/{action}"),
          new Route(Guard.CONSOLE, "POST", "/console/executions/{id}/{action}"),
          new Route(Guard.CONSOLE, "GET", "/console/executions/{id}/compensations/{name}/{action}"),
          new Route(
              Guard.CONSOLE, "POST", "/console/executions/{id}/compensations/{name}/{action}"));

  private static final List<Route> OF_TESTS =
      List.of(
          new Route(Guard.OPERATOR, "GET", "/test/operator"),
          new Route(Guard.OPERATOR, "POST", "/test/operator"),
          new Route(Guard.OPERATOR, "GET", "/test/forgotten"),
          new Route(Guard.CONSOLE, "GET", "/console/test"),
          new Route(Guard.CONSOLE, "POST", "/console/test"));

  private Routes() {}

  static Stream<Route> all() {
    return Stream.concat(TABLE.stream(), OF_TESTS.stream());
  }

  static Stream<Route> forOperators() {
    return all().filter(route -> route.guard() != Guard.ANYBODY);
  }

  /** What the resources say. */
  static Set<String> served(BeanManager beans) {
    return beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
        .map(Bean::getBeanClass)
        .filter(type -> type.isAnnotationPresent(Path.class))
        .flatMap(Routes::of)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> of(Class<?> resource) {
    return Arrays.stream(resource.getMethods())
        .flatMap(
            method ->
                Arrays.stream(method.getAnnotations())
                    .map(Annotation::annotationType)
                    .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                    .map(type -> type.getAnnotation(HttpMethod.class).value())
                    .map(verb -> verb + " " + template(resource, method)));
  }

  private static String template(Class<?> resource, Method method) {
    Path below = method.getAnnotation(Path.class);
    String path =
        "/"
            + resource.getAnnotation(Path.class).value()
            + "/"
            + (below == null ? "" : below.value());
    return path.replaceAll("/+", "/")
        .replaceAll("(.)/$", "$1")
        .replaceAll("\\{(\\w+)[^}]*}", "{$1}");
  }
}
