package travel.saga.console;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Leads a browser on to a page. */
final class Redirects {
  private Redirects() {}

  /** Relative, for only the browser knows under which name, and by which scheme, it came here. */
  static Response.ResponseBuilder to(String path) {
    return Response.status(Response.Status.SEE_OTHER).header(HttpHeaders.LOCATION, path);
  }
}
