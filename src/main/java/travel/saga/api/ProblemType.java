package travel.saga.api;

/**
 * The catalogue of errors: a code that never changes its meaning, the HTTP status and the title.
 * The {@code type} of a problem is the relative reference {@code /problems/<code>}.
 */
public enum ProblemType {
  INVALID_REQUEST("invalid-request", 400, "The request is not valid"),
  UNAUTHORIZED("unauthorized", 401, "Credentials are needed"),
  FORBIDDEN("forbidden", 403, "This is not allowed"),
  NOT_FOUND("not-found", 404, "There is nothing here"),
  RESERVATION_NOT_FOUND("reservation-not-found", 404, "No such reservation"),
  EXECUTION_NOT_FOUND("execution-not-found", 404, "No such execution"),
  COMPENSATION_NOT_OPEN("compensation-not-open", 404, "No such compensation is open"),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "The method does not apply here"),
  NOT_ACCEPTABLE("not-acceptable", 406, "None of the accepted media types is offered"),
  RESERVATION_REJECTED("reservation-rejected", 409, "The reservation was refused and undone"),
  RESERVATION_CANCELLED("reservation-cancelled", 409, "The reservation was cancelled"),
  NOTHING_TO_CANCEL("nothing-to-cancel", 409, "There is nothing to cancel"),
  ATTENTION_NEEDED("attention-needed", 409, "A person has to look at the reservation"),
  NOT_AT_ATTENTION("not-at-attention", 409, "The reservation is not at ATTENTION"),
  COMPENSATION_BEING_TRIED("compensation-being-tried", 409, "The compensation is being tried"),
  CONFLICT("conflict", 409, "The request does not fit the present state"),
  BODY_TOO_LARGE("body-too-large", 413, "The request body is too large"),
  TARGET_TOO_LONG("target-too-long", 414, "The path with its query is too long"),
  UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The media type is not supported"),
  IDEMPOTENCY_KEY_REUSED(
      "idempotency-key-reused", 422, "The idempotency key stands for another request"),
  TOO_MANY_REQUESTS("too-many-requests", 429, "Too many requests"),
  HEADERS_TOO_LARGE("headers-too-large", 431, "The request headers are too large"),
  REQUEST_FAILED("request-failed", 400, "The request could not be understood"),
  INTERNAL_ERROR("internal-error", 500, "Something went wrong here"),
  BACKUP_FAILED("backup-failed", 500, "The backup could not be made"),
  ENGINE_UNAVAILABLE("engine-unavailable", 503, "The engine is away"),
  TOO_MANY_STREAMS("too-many-streams", 503, "Too many streams are open"),
  STOPPING("stopping", 503, "The service is stopping");

  private final String code;
  private final int status;
  private final String title;

  ProblemType(String code, int status, String title) {
    this.code = code;
    this.status = status;
    this.title = title;
  }

  public String code() {
    return code;
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  /** The {@code type} member of RFC 9457. */
  public String uri() {
    return "/problems/" + code;
  }

  /** The entry for an error that the HTTP layer found by itself. */
  static ProblemType ofStatus(int status) {
    return switch (status) {
      case 401 -> UNAUTHORIZED;
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 409 -> CONFLICT;
      case 413 -> BODY_TOO_LARGE;
      case 414 -> TARGET_TOO_LONG;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 422 -> IDEMPOTENCY_KEY_REUSED;
      case 429 -> TOO_MANY_REQUESTS;
      case 431 -> HEADERS_TOO_LARGE;
      case 503 -> ENGINE_UNAVAILABLE;
      default -> status >= 400 && status < 500 ? REQUEST_FAILED : INTERNAL_ERROR;
    };
  }
}
