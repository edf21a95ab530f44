package travel.saga.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.ws.rs.QueryParam;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.ExecutionQuery;
import travel.saga.execution.ExecutionStatus;

/** What a list is asked for with. One that is empty is as one that is absent, as forms send them. */
public class ExecutionListParameters {
  @QueryParam("status")
  @Parameter(schema = @Schema(implementation = ExecutionStatus.class))
  @Nullable String status;

  @QueryParam("workflow")
  @Parameter(description = "The wire name of the workflow, as `reservation`")
  @Nullable String workflow;

  @QueryParam("q")
  @Parameter(description = "A part of the id; a whole id is found wherever it stands")
  @Nullable String text;

  @QueryParam("limit")
  @Parameter(
      schema =
          @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "50"))
  @Nullable String limit;

  @QueryParam("cursor")
  @Parameter(description = "The `next` of the page before")
  @Nullable String cursor;

  /**
   * @throws InvalidRequestException when one is not as it has to be
   */
  ExecutionQuery query() {
    return new ExecutionQuery(
        statusAsked(),
        orNull(workflow),
        orNull(text),
        orNull(cursor),
        PageLimit.of(limit, PageLimit.LIST));
  }

  private @Nullable ExecutionStatus statusAsked() {
    String name = orNull(status);
    if (name == null) {
      return null;
    }
    return Arrays.stream(ExecutionStatus.values())
        .filter(known -> known.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    new Violation(
                        "status",
                        "must be one of "
                            + Arrays.stream(ExecutionStatus.values())
                                .map(ExecutionStatus::name)
                                .collect(Collectors.joining(", ")))));
  }

  /** The target of the link to the next page; relative, for only the caller knows our name. */
  String linkTo(String next) {
    return Stream.of(
            pair("status", status),
            pair("workflow", workflow),
            pair("q", text),
            pair("limit", limit),
            pair("cursor", next))
        .filter(pair -> !pair.isEmpty())
        .collect(Collectors.joining("&", "/executions?", ""));
  }

  private static String pair(String name, @Nullable String value) {
    return value == null || value.isEmpty() ? "" : name + "=" + URLEncoder.encode(value, UTF_8);
  }

  private static @Nullable String orNull(@Nullable String value) {
    return value == null || value.isEmpty() ? null : value;
  }
}
