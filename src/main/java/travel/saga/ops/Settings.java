package travel.saga.ops;

/** What operators are told about a setting. */
final class Settings {
  private Settings() {}

  /** The name as operators write it. */
  static String shown(String property) {
    return property.equals("quarkus.http.port") ? "PORT" : property;
  }

  static String remedy(String property) {
    return switch (property) {
      case "quarkus.http.port" -> "set a port between 0 and 65535; 5000 is the default.";
      case "reservations.engine" -> "set embedded, dapr or auto.";
      case "reservations.demo.enabled" -> "set true or false.";
      default -> "set a value of the right kind, for a time one such as 500ms, 30s or 5m.";
    };
  }
}
