package travel.saga.ops;

/** What operators are told about a setting. */
final class Settings {
  private Settings() {}

  /** The name as operators write it. */
  static String shown(String property) {
    return property.equals("quarkus.http.port") ? "PORT" : property;
  }

  static String remedy(String property) {
    if (property.contains(".capacity.")) {
      return "set a whole number, 0 or more, or remove it for no limit.";
    }
    if (property.contains(".price")) {
      return "set an amount such as 240.00.";
    }
    if (property.endsWith(".breaker.failure-ratio")) {
      return "set a part above 0 and at most 1, such as 0.5.";
    }
    if (property.endsWith(".breaker.calls")) {
      return "set a whole number, 1 or more.";
    }
    if (property.startsWith("reservations.rate-limit.")) {
      return "set a whole number, 1 or more, or remove it for no limit.";
    }
    return switch (property) {
      case "quarkus.http.port" -> "set a port between 0 and 65535; 5000 is the default.";
      case "reservations.engine" -> "set embedded, dapr or auto.";
      case "reservations.demo.enabled", "reservations.request-log.enabled" -> "set true or false.";
      case "reservations.saga.compensation-attempts", "reservations.worker-concurrency" ->
          "set a whole number, 1 or more.";
      default -> "set a time such as 500ms, 30s or 5m.";
    };
  }
}
