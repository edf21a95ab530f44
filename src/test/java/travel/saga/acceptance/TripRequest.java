package travel.saga.acceptance;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The body of a request for a trip. */
record TripRequest(String location, @Nullable String carClass, @Nullable String runType) {
  private static final JsonMapper JSON = new JsonMapper();

  static TripRequest to(String location) {
    return new TripRequest(location, "compact", null);
  }

  TripRequest failing(String demoSwitch) {
    return new TripRequest(location, carClass, demoSwitch);
  }

  String json() {
    return node().toString();
  }

  ObjectNode node() {
    ObjectNode node =
        JSON.createObjectNode()
            .put("first_name", "hello")
            .put("last_name", "there")
            .put("location", location);
    if (carClass != null) {
      node.put("car_class", carClass);
    }
    if (runType != null) {
      node.put("run_type", runType);
    }
    return node;
  }
}
