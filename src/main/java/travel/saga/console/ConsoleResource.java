package travel.saga.console;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import travel.saga.access.Roles;
import travel.saga.execution.UnlistableException;
import travel.saga.reservation.EngineMode;
import travel.saga.reservation.MalformedCursorException;

/** Lists executions; changes nothing. */
@Path("/console")
@RolesAllowed(Roles.OPERATOR)
@RegisterForReflection // for RouteTable
@Produces(MediaType.TEXT_HTML)
public class ConsoleResource {
  private static final String NO_PAGE =
      "This is no page of this list. Begin with the newest executions.";

  private final ExecutionLists lists;
  private final EngineMode engine;

  public ConsoleResource(ExecutionLists lists, EngineMode engine) {
    this.lists = lists;
    this.engine = engine;
  }

  @GET
  @Operation(hidden = true)
  public Uni<Response> list(@BeanParam ListParameters parameters) {
    ListFilter filter = ListFilter.of(parameters);
    if (!filter.errors().isEmpty()) {
      return refused(filter, null);
    }
    return Uni.createFrom()
        .completionStage(() -> lists.read(filter, ListPlace.of(parameters)))
        .map(found -> answer(filter, found, parameters))
        .onFailure(UnlistableException.class)
        .recoverWithUni(e -> refused(unlistable(filter, (UnlistableException) e), null))
        .onFailure(MalformedCursorException.class)
        .recoverWithUni(e -> refused(filter, NO_PAGE));
  }

  private Response answer(
      ListFilter filter, ExecutionLists.Found found, ListParameters parameters) {
    ListPlace again = found.again();
    String url =
        filter
            .link()
            .with("cursor", again.cursor())
            .with("newest", again.newest() == null ? null : again.newest().toString())
            .toString();
    LiveRegion live =
        LiveRegion.of(url, true, region -> new ExecutionsRegion(found.list(), region));
    return live.answer(
        parameters.part,
        parameters.seen,
        () -> page(filter, found.list(), live, null, OperatorAction.notice(parameters.done)),
        new ExecutionsRegion(found.list(), live));
  }

  private static ListFilter unlistable(ListFilter filter, UnlistableException e) {
    return filter.withError(e.filter(), e.remedy());
  }

  private Uni<Response> refused(ListFilter filter, @Nullable String trouble) {
    return Uni.createFrom()
        .completionStage(() -> lists.countsAlone(filter))
        .map(counts -> page(filter, counts, LiveRegion.AT_REST, trouble, null))
        .map(page -> Response.status(Response.Status.BAD_REQUEST).entity(page).build());
  }

  private ExecutionsPage page(
      ListFilter filter,
      ShownList list,
      LiveRegion live,
      @Nullable String trouble,
      @Nullable String notice) {
    return new ExecutionsPage(list, live, ListForm.of(filter, engine.embedded()), trouble, notice);
  }
}
