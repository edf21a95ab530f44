package travel.saga.api;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.CharConversionException;
import java.nio.channels.ClosedChannelException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import travel.saga.access.AccessRefusedException;
import travel.saga.access.Challenges;
import travel.saga.access.ConsolePages;
import travel.saga.execution.BackupFailedException;
import travel.saga.execution.BackupRefusedException;
import travel.saga.execution.ExecutionRefusedException;
import travel.saga.execution.NoSuchExecutionException;
import travel.saga.execution.UnlistableException;
import travel.saga.reservation.CompensationBeingTriedException;
import travel.saga.reservation.CompensationNotOpenException;
import travel.saga.reservation.EngineUnavailableException;
import travel.saga.reservation.IdempotencyKeyReusedException;
import travel.saga.reservation.MalformedCursorException;
import travel.saga.reservation.NothingToCancelException;
import travel.saga.reservation.OpenCompensation;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationStatus;

/**
 * Tells every failure as a {@link Problem}. What a caller may know is written here; the rest goes
 * to the log.
 */
class ProblemMapper {
  private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
  private static final int RETRY_AFTER_SECONDS = 5;
  private static final Set<String> BOOKING_PATHS = Set.of("/reservations", "/reserveFlight");

  private final AllowedMethods allowed;

  ProblemMapper(AllowedMethods allowed) {
    this.allowed = allowed;
  }

  @ServerExceptionMapper
  Response violated(ConstraintViolationException e, RoutingContext context) {
    List<Violation> violations =
        e.getConstraintViolations().stream()
            .map(Violation::of)
            .sorted(Comparator.comparing(Violation::field).thenComparing(Violation::message))
            .toList();
    return Problem.invalid(violations, path(context)).response().build();
  }

  @ServerExceptionMapper
  Response invalid(InvalidRequestException e, RoutingContext context) {
    return Problem.invalid(e.violations(), path(context)).response().build();
  }

  @ServerExceptionMapper
  Response notOurs(MalformedCursorException e, RoutingContext context) {
    Violation violation =
        new Violation(
            "cursor",
            "must be the next of an earlier page of this list, as it was told; leave it out to begin"
                + " with the newest");
    return Problem.invalid(List.of(violation), path(context)).response().build();
  }

  /** JSON that is well-formed, but not what was asked for. */
  @ServerExceptionMapper
  Response mismatched(MismatchedInputException e, RoutingContext context) {
    Violation violation =
        e.getPath().isEmpty()
            ? new Violation("body", "must be one JSON object")
            : new Violation(field(e.getPath()), "must be text");
    return Problem.invalid(List.of(violation), path(context)).response().build();
  }

  @ServerExceptionMapper
  Response garbled(CharConversionException e, RoutingContext context) {
    return malformed(context);
  }

  /** Without the reservation's id: callers are not told apart, and keys can be guessed. */
  @ServerExceptionMapper
  Response reused(IdempotencyKeyReusedException e, RoutingContext context) {
    return Problem.of(
            ProblemType.IDEMPOTENCY_KEY_REUSED,
            "The key was sent with another body before. Use a new key for a new reservation.",
            path(context))
        .response()
        .build();
  }

  @ServerExceptionMapper
  Response noSuchExecution(NoSuchExecutionException e, RoutingContext context) {
    return Problem.of(
            ProblemType.EXECUTION_NOT_FOUND,
            "There is no execution with this id, or it was purged.",
            path(context))
        .response()
        .build();
  }

  @ServerExceptionMapper
  Response nothingToCancel(NothingToCancelException e) {
    Reservation reservation = e.reservation();
    if (reservation.status() != ReservationStatus.ATTENTION) {
      String detail = "The reservation was refused, and all that it had taken is undone.";
      return Problem.about(ProblemType.NOTHING_TO_CANCEL, detail, reservation).response().build();
    }
    String open =
        String.join(
            ", ", reservation.openCompensations().stream().map(OpenCompensation::name).toList());
    String detail =
        ("What is still to be undone (%s) is an operator's: POST /executions/%s/compensations/"
                + "{name}/retry, or /settle where it was done by hand.")
            .formatted(open, reservation.id());
    return Problem.about(ProblemType.ATTENTION_NEEDED, detail, reservation).response().build();
  }

  @ServerExceptionMapper
  Response notOpen(CompensationNotOpenException e) {
    Reservation reservation = e.reservation();
    if (reservation.status() != ReservationStatus.ATTENTION) {
      String detail = "It is " + reservation.status() + ": no compensation is left to a person.";
      return Problem.about(ProblemType.NOT_AT_ATTENTION, detail, reservation).response().build();
    }
    String detail = "The member open_compensations of the reservation names those that are.";
    return Problem.about(ProblemType.COMPENSATION_NOT_OPEN, detail, reservation).response().build();
  }

  @ServerExceptionMapper
  Response beingTried(CompensationBeingTriedException e) {
    String detail =
        (e.hasBegun()
                ? "The execution %s tries it. Settle it when that has ended and it is still open, or"
                    + " terminate that execution first."
                : "The execution %s is to try it, and has not begun. Repeat the retry, which begins"
                    + " it; settle it when that has ended and it is still open.")
            .formatted(e.by());
    return Problem.about(ProblemType.COMPENSATION_BEING_TRIED, detail, e.reservation())
        .response()
        .build();
  }

  @ServerExceptionMapper
  Response refused(ExecutionRefusedException e, RoutingContext context) {
    return Problem.of(ProblemType.CONFLICT, e.sentence(), path(context)).response().build();
  }

  @ServerExceptionMapper
  Response refused(BackupRefusedException e, RoutingContext context) {
    return Problem.of(ProblemType.CONFLICT, e.sentence(), path(context)).response().build();
  }

  @ServerExceptionMapper
  Response failed(BackupFailedException e, RoutingContext context) {
    LOG.errorf("The backup could not be made: %s", e.getMessage());
    String detail =
        "Nothing is left of it, and the data is as it was. The reason is in the log; most often the"
            + " disk of reservations.backup.dir is full.";
    return Problem.of(ProblemType.BACKUP_FAILED, detail, path(context)).response().build();
  }

  @ServerExceptionMapper
  Response unlistable(UnlistableException e, RoutingContext context) {
    Violation violation = new Violation(e.filter(), e.remedy());
    return Problem.invalid(List.of(violation), path(context)).response().build();
  }

  @ServerExceptionMapper
  Response away(EngineUnavailableException e, RoutingContext context) {
    LOG.warnf("A %s is answered with 503: %s", context.request().method(), e.getMessage());
    return Problem.of(ProblemType.ENGINE_UNAVAILABLE, advice(context), path(context))
        .response()
        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
        .build();
  }

  @ServerExceptionMapper
  Response unauthenticated(UnauthorizedException e, RoutingContext context) {
    return unauthorized(
        "Send the admin token: Authorization: Bearer <token>.", Challenges.TOKEN_NEEDED, context);
  }

  @ServerExceptionMapper
  Response wronglyAuthenticated(AuthenticationFailedException e, RoutingContext context) {
    return unauthorized("This is not the admin token.", Challenges.TOKEN_WRONG, context);
  }

  private static Response unauthorized(String detail, String challenge, RoutingContext context) {
    return Problem.of(ProblemType.UNAUTHORIZED, detail, path(context))
        .response()
        .header(HttpHeaders.WWW_AUTHENTICATE, challenge)
        .build();
  }

  @ServerExceptionMapper
  Response forbidden(ForbiddenException e, RoutingContext context) {
    String detail =
        e instanceof AccessRefusedException refused
            ? refused.reason()
            : ProblemType.FORBIDDEN.title() + ".";
    return Problem.of(ProblemType.FORBIDDEN, detail, path(context)).response().build();
  }

  @ServerExceptionMapper
  Response notFound(NotFoundException e, RoutingContext context) {
    return ofHttp(e, context);
  }

  /** What the HTTP layer found by itself; its headers are kept. */
  @ServerExceptionMapper
  Response ofHttp(WebApplicationException e, RoutingContext context) {
    Response response = e.getResponse();
    int status = response.getStatus();
    if (status < 400) {
      return response;
    }
    if (status == 400) {
      return malformed(context);
    }
    ProblemType type = ProblemType.ofStatus(status);
    if (type == ProblemType.INTERNAL_ERROR) {
      return unexpected(e, context);
    }
    if (type == ProblemType.BODY_TOO_LARGE) {
      return BodyLimit.problem(context).response().build();
    }
    Response.ResponseBuilder problem =
        Problem.of(type, detail(type), path(context)).withStatus(status).response();
    response
        .getHeaders()
        .forEach((name, values) -> values.forEach(value -> keep(problem, name, value)));
    if (type == ProblemType.METHOD_NOT_ALLOWED) {
      problem.header(HttpHeaders.ALLOW, allowed.of(context));
    }
    return problem.build();
  }

  @ServerExceptionMapper
  Response wrapped(CompletionException e, RoutingContext context) {
    return e.getCause() instanceof EngineUnavailableException away
        ? away(away, context)
        : unexpected(e, context);
  }

  @ServerExceptionMapper
  Response unexpected(Throwable e, RoutingContext context) {
    if (e instanceof ClosedChannelException && context.response().closed()) {
      return Response.noContent().build(); // who asked has left, which is no fault of anybody
    }
    UUID incident = UUID.randomUUID();
    LOG.errorf(e, "incident %s", incident);
    return Problem.of(
            ProblemType.INTERNAL_ERROR,
            "The incident " + incident + " is in the log.",
            "urn:uuid:" + incident)
        .response()
        .build();
  }

  private static Response malformed(RoutingContext context) {
    String kind = ConsolePages.takesForms(context) ? "a well-formed form" : "well-formed JSON";
    Violation violation = new Violation("body", "must be " + kind);
    return Problem.invalid(List.of(violation), path(context)).response().build();
  }

  private static void keep(Response.ResponseBuilder problem, String name, Object value) {
    if (!name.toLowerCase(Locale.ROOT).startsWith("content-")) {
      problem.header(name, value);
    }
  }

  private static String detail(ProblemType type) {
    return switch (type) {
      case METHOD_NOT_ALLOWED -> "The header Allow lists the methods that apply.";
      case NOT_ACCEPTABLE -> "Answers are application/json, errors application/problem+json.";
      case UNSUPPORTED_MEDIA_TYPE -> "Send application/json.";
      default -> type.title() + ".";
    };
  }

  private static String advice(RoutingContext context) {
    if (!context.request().method().name().equals("POST")) {
      return "Nothing was changed. Try again.";
    }
    if (!BOOKING_PATHS.contains(path(context))) {
      return "It is unknown whether this was stored. Repeat the call: it has its effect once.";
    }
    return context.request().headers().contains(IdempotencyKeyHeader.NAME)
        ? "It is unknown whether this was stored. Repeat the call with the same key: it cannot"
            + " book twice."
        : "It is unknown whether this was stored. Repeating the call may book twice; send an"
            + " Idempotency-Key to repeat without risk.";
  }

  private static String field(List<JsonMappingException.Reference> path) {
    String name = path.get(0).getFieldName();
    return name == null ? "body" : name;
  }

  private static String path(RoutingContext context) {
    String path = context.request().path();
    return path == null ? "/" : path;
  }
}
