package travel.saga.access;

import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Something for operators alone: an API call, and pages of the console. */
@IfBuildProperty(name = "test.operator-probe", stringValue = "true")
@Singleton
@Path("/test")
public class OperatorProbe {
  static final String SECRET = "for operators alone";
  static final AtomicInteger CHANGES = new AtomicInteger();

  @GET
  @Path("operator")
  @RolesAllowed(Roles.OPERATOR)
  public String read() {
    return SECRET;
  }

  @POST
  @Path("operator")
  @RolesAllowed(Roles.OPERATOR)
  public String change() {
    CHANGES.incrementAndGet();
    return SECRET;
  }

  /** Nobody said for whom. */
  @GET
  @Path("forgotten")
  public String forgotten() {
    return SECRET;
  }

  /** A page with a form. */
  @IfBuildProperty(name = "test.operator-probe", stringValue = "true")
  @Singleton
  @Path("/console/test")
  @RolesAllowed(Roles.OPERATOR)
  public static class Page {
    private final Csrf csrf;

    public Page(Csrf csrf) {
      this.csrf = csrf;
    }

    @GET
    public String page() {
      return csrf.getToken();
    }

    @POST
    public String change() {
      CHANGES.incrementAndGet();
      return SECRET;
    }
  }
}
