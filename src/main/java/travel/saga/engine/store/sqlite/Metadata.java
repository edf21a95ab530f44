package travel.saga.engine.store.sqlite;

import java.util.Map;
import java.util.TreeMap;

/** Writes string pairs as a JSON object, so that SQLite's JSON functions can read the column. */
final class Metadata {
  private Metadata() {}

  static String json(Map<String, String> pairs) {
    StringBuilder json = new StringBuilder("{");
    new TreeMap<>(pairs)
        .forEach(
            (name, value) -> {
              if (json.length() > 1) {
                json.append(',');
              }
              quote(json, name);
              json.append(':');
              quote(json, value);
            });
    return json.append('}').toString();
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
