package travel.saga.api;

import static java.util.stream.Collectors.toCollection;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Which methods a path knows, for the header {@code Allow}: Quarkus REST leaves it out of a 405,
 * and answers OPTIONS with the methods of the whole resource class.
 */
@ApplicationScoped
class AllowedMethods {
  private final RouteTable routes;

  AllowedMethods(RouteTable routes) {
    this.routes = routes;
  }

  /** As {@code Allow} lists them. */
  String of(RoutingContext context) {
    Set<String> methods =
        routes.at(context).map(RouteTable.Route::method).collect(toCollection(TreeSet::new));
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
}
