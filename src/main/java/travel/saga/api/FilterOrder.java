package travel.saga.api;

/** What every request passes before a resource; the greatest first. */
final class FilterOrder {
  static final int REQUEST_LOG = 5000;
  static final int SECURITY_HEADERS = 4000;
  static final int HEAD_LIMIT = 3000;
  static final int STOP_GATE = 2000;
  static final int RATE_LIMIT = 1500;
  static final int BODY_LIMIT = 1000;
  static final int FORM_GATE = 900;

  private FilterOrder() {}
}
