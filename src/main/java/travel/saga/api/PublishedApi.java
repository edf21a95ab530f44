package travel.saga.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.examples.Example;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jspecify.annotations.Nullable;

/**
 * Completes the published description with what holds for every operation: which problems it may
 * answer with besides those that the resource names, and what a problem looks like.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class PublishedApi implements OASFilter {
  /** Names of parameters that operations refer to. */
  static final String IDEMPOTENCY_KEY = "IdempotencyKey";

  static final String PREFER = "Prefer";

  /** As quarkus.smallrye-openapi.security-scheme-name has it. */
  private static final String OPERATOR = "Operator";

  private static final String PROBLEM = "Problem";

  /** Records of answers; their members are always there, but for some. */
  private static final List<String> ANSWERS =
      List.of(
          "AttemptView",
          "BackupView",
          "Booking",
          "EventView",
          "ExecutionDetailView",
          "ExecutionListView",
          "ExecutionView",
          "Failure",
          "HistoryView",
          "OpenCompensation",
          "Payment",
          "Reason",
          "ReservationListView",
          "ReservationPart",
          "ReservationView",
          "StepEventView",
          "StepView");

  private static final Set<String> SOMETIMES =
      Set.of(
          "car",
          "ended_at",
          "error",
          "flight",
          "input",
          "next",
          "next_attempt_at",
          "note",
          "open_compensations",
          "output",
          "payment",
          "reason",
          "reservation",
          "reservation_status",
          "retried_by",
          "trace_id",
          "undone_by");

  /** Operations that tell where what they speak of is, and those that answer with pages. */
  private static final Set<String> LOCATED =
      Set.of("reserveFlight", "reserve", "cancel", "retry", "settle", "rerun");

  private static final Set<String> LISTED = Set.of("listReservations", "listExecutions");

  private static final Map<String, String> ALWAYS =
      Map.of(
          "413", "The body is too large",
          "406", "None of the accepted media types is offered",
          "414", "The path with its query is too long",
          "431", "The headers are too large",
          "503", "The engine is away, or the service is stopping");
  private static final Map<String, String> NOT_VALID = Map.of("400", "Not valid");
  private static final Map<String, String> WITH_BODY =
      Map.of(
          "400", "Not valid",
          "415", "The media type is not supported");
  private static final Map<String, String> WHEN_CHANGING = Map.of("429", "Too many requests");

  @Override
  public void filterOpenAPI(OpenAPI api) {
    Map<String, Schema> schemas = api.getComponents().getSchemas();
    schemas.values().forEach(PublishedApi::complete);
    ANSWERS.forEach(name -> requireAll(schemas.get(name)));
    Stream.of(ProblemType.values())
        .forEach(type -> api.getComponents().addExample(type.code(), example(type)));
    api.getComponents()
        .addSchema(PROBLEM, problem())
        .addParameter(IDEMPOTENCY_KEY, idempotencyKey())
        .addParameter(PREFER, prefer())
        .addSecurityScheme(OPERATOR, operator());
    PublishedEvents.addTo(api.getComponents());
    api.getPaths()
        .getPathItems()
        .forEach(
            (path, item) ->
                item.getOperations()
                    .forEach(
                        (method, operation) -> {
                          operation.tags(List.of(tag(path)));
                          complete(method, operation);
                        }));
  }

  private static String tag(String path) {
    if (path.startsWith("/executions")) {
      return "Executions";
    }
    return path.equals("/backups") ? "Backups" : "Reservations";
  }

  private static void requireAll(@Nullable Schema schema) {
    if (schema != null) {
      List<String> always = new ArrayList<>(schema.getProperties().keySet());
      always.removeAll(SOMETIMES);
      schema.required(always);
    }
  }

  /** A property that may be null and has an enumeration needs null in it, too. */
  private static void complete(Schema schema) {
    Optional.ofNullable(schema.getProperties()).orElse(Map.of()).values().stream()
        .filter(property -> property.getEnumeration() != null)
        .filter(property -> property.getType().contains(SchemaType.NULL))
        .forEach(PublishedApi::addNull);
  }

  private static void addNull(Schema property) {
    List<Object> values = new ArrayList<>(property.getEnumeration());
    values.add(null);
    property.enumeration(values);
  }

  private static void complete(HttpMethod method, Operation operation) {
    APIResponses responses = operation.getResponses();
    declare(responses, ALWAYS);
    if (operation.getRequestBody() != null) {
      declare(responses, WITH_BODY);
    }
    List<Parameter> asked = queryParameters(operation);
    if (!asked.isEmpty()) {
      declare(responses, NOT_VALID);
    }
    asked.forEach(parameter -> parameter.allowEmptyValue(true));
    if (method == HttpMethod.POST) {
      declare(responses, WHEN_CHANGING);
    }
    new TreeMap<>(responses.getAPIResponses())
        .forEach(
            (status, response) -> {
              // In the order of their statuses, however they came to be there.
              responses.removeAPIResponse(status);
              responses.addAPIResponse(status, response);
              if (status.startsWith("2")) {
                headers(response, operation);
              }
              if (status.startsWith("4") || status.startsWith("5")) {
                response.content(problems(Integer.parseInt(status)));
                headers(response, status);
              }
            });
  }

  /** One that is empty is as one that is absent. */
  private static List<Parameter> queryParameters(Operation operation) {
    return Optional.ofNullable(operation.getParameters()).orElse(List.of()).stream()
        .filter(parameter -> parameter.getIn() == Parameter.In.QUERY)
        .toList();
  }

  private static void declare(APIResponses responses, Map<String, String> descriptions) {
    descriptions.forEach(
        (status, description) -> {
          if (!responses.hasAPIResponse(status)) {
            responses.addAPIResponse(
                status, OASFactory.createAPIResponse().description(description));
          }
        });
  }

  private static void headers(APIResponse response, Operation operation) {
    if (LOCATED.contains(operation.getOperationId())) {
      response.addHeader("Location", header("Where it is told of, relative", SchemaType.STRING));
    }
    if (LISTED.contains(operation.getOperationId())) {
      response.addHeader("Link", header("The next page, `rel=\"next\"`", SchemaType.STRING));
    }
    boolean prefers =
        Optional.ofNullable(operation.getParameters()).orElse(List.of()).stream()
            .anyMatch(parameter -> String.valueOf(parameter.getRef()).endsWith("/" + PREFER));
    if (prefers) {
      response.addHeader("Preference-Applied", header("What was granted of it", SchemaType.STRING));
    }
  }

  private static void headers(APIResponse response, String status) {
    switch (status) {
      case "429", "503" ->
          response.addHeader(
              "Retry-After",
              header("Seconds to wait before the next try", SchemaType.INTEGER).required(true));
      case "401" -> response.addHeader("WWW-Authenticate", header("Bearer", SchemaType.STRING));
      default -> {
        // The others have none of their own.
      }
    }
  }

  private static Header header(String description, SchemaType type) {
    return OASFactory.createHeader()
        .description(description)
        .schema(OASFactory.createSchema().addType(type));
  }

  private static Content problems(int status) {
    MediaType media = OASFactory.createMediaType().schema(OASFactory.createSchema().ref(PROBLEM));
    Arrays.stream(ProblemType.values())
        .filter(type -> type.status() == status)
        .forEach(
            type -> media.addExample(type.code(), OASFactory.createExample().ref(type.code())));
    return OASFactory.createContent().addMediaType(Problem.MEDIA_TYPE, media);
  }

  private static Example example(ProblemType type) {
    Map<String, Object> example = new TreeMap<>();
    example.put("type", type.uri());
    example.put("title", type.title());
    example.put("status", type.status());
    example.put("detail", type.title() + ".");
    example.put("instance", "/reservations");
    return OASFactory.createExample().value(example);
  }

  private static Parameter idempotencyKey() {
    return OASFactory.createParameter()
        .in(Parameter.In.HEADER)
        .name(IdempotencyKeyHeader.NAME)
        .description(
            "Makes repeating safe: the same key with the same body is the same reservation, for"
                + " ever. Visible ASCII characters.")
        .schema(text("A key of the caller's own").pattern("^[!-~]{1,255}$"));
  }

  private static Parameter prefer() {
    return OASFactory.createParameter()
        .in(Parameter.In.HEADER)
        .name("Prefer")
        .description(
            "RFC 7240. `wait=N` waits up to N seconds for the outcome, 100 at most;"
                + " `respond-async` does not wait.")
        .schema(text("Preferences; others are ignored"))
        .example("wait=30");
  }

  private static SecurityScheme operator() {
    return OASFactory.createSecurityScheme()
        .type(SecurityScheme.Type.HTTP)
        .scheme("bearer")
        .description("The admin token; where the service has none, whoever sits at its machine");
  }

  private static Schema problem() {
    return OASFactory.createSchema()
        .addType(SchemaType.OBJECT)
        .description("An error (RFC 9457)")
        .required(List.of("type", "title", "status", "detail", "instance"))
        .addProperty(
            "type",
            text("Identifies the kind of error; a relative reference that is not served")
                .enumeration(
                    Arrays.stream(ProblemType.values()).<Object>map(ProblemType::uri).toList()))
        .addProperty("title", text("The kind of error in words"))
        .addProperty(
            "status",
            OASFactory.createSchema().addType(SchemaType.INTEGER).description("The HTTP status"))
        .addProperty("detail", text("What was wrong this time, and what to do"))
        .addProperty("instance", text("Where: a path, or the incident that the log has too"))
        .addProperty("violations", violations())
        .addProperty("reservation_id", text("On a 409: which reservation"))
        .addProperty("reason", OASFactory.createSchema().ref("Reason"));
  }

  private static Schema violations() {
    Schema violation =
        OASFactory.createSchema()
            .addType(SchemaType.OBJECT)
            .required(List.of("field", "message"))
            .addProperty("field", text("A member of the body, a parameter or a header"))
            .addProperty("message", text("What is wrong with it"));
    return OASFactory.createSchema()
        .addType(SchemaType.ARRAY)
        .description("On a 400: everything that is not valid")
        .items(violation);
  }

  private static Schema text(String description) {
    return OASFactory.createSchema().addType(SchemaType.STRING).description(description);
  }
}
