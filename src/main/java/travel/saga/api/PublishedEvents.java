package travel.saga.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** What the published description says of server-sent events, which are no JSON but carry it. */
final class PublishedEvents {
  /** Name of the schema of one event, of whatever kind. */
  static final String EVENT = "ReservationEvent";

  private static final String STEP = "StepEvent";
  private static final String OUTCOME = "OutcomeEvent";

  private static final String STEP_DATA =
      """
      {"step":"reserve-car","attempt":1,"status":"COMPLETED",\
      "started_at":"2026-11-23T22:41:12.528Z","ended_at":"2026-11-23T22:41:12.541Z"}""";

  private static final String OUTCOME_DATA =
      """
      {"reservation_id":"019ab3e1f2c4-5f1c8a52-0c0d-4f0e-9d0c-3a7b5f0f6c11",\
      "status":"REJECTED","first_name":"Ada","last_name":"Lovelace","location":"London",\
      "car_class":"compact","reason":{"step":"reserve-flight","code":"no_seats",\
      "message":"No seats are left."},"created_at":"2026-11-23T22:41:12.401Z",\
      "updated_at":"2026-11-23T22:41:12.690Z"}""";

  private PublishedEvents() {}

  static void addTo(Components components) {
    components
        .addSchema(STEP, event("step", "StepEventView", example("0-3-1", "step", STEP_DATA)))
        .addSchema(
            OUTCOME,
            event("outcome", "ReservationView", example("0-end-1", "outcome", OUTCOME_DATA)))
        .addSchema(EVENT, either());
  }

  private static Schema either() {
    return OASFactory.createSchema()
        .description("One server-sent event")
        .addOneOf(OASFactory.createSchema().ref(STEP))
        .addOneOf(OASFactory.createSchema().ref(OUTCOME))
        .discriminator(
            OASFactory.createDiscriminator()
                .propertyName("event")
                .addMapping("step", reference(STEP))
                .addMapping("outcome", reference(OUTCOME)));
  }

  private static String reference(String schema) {
    return "#/components/schemas/" + schema;
  }

  private static Schema event(String name, String view, Map<String, Object> example) {
    return OASFactory.createSchema()
        .addType(SchemaType.OBJECT)
        .required(List.of("id", "event", "data"))
        .addProperty("id", text().description("What `Last-Event-ID` goes on behind"))
        .addProperty("event", text().constValue(name))
        .addProperty(
            "data",
            text()
                .contentMediaType("application/json")
                .contentSchema(OASFactory.createSchema().ref(view)))
        .examples(List.of(example));
  }

  /** In the order in which it is sent. */
  private static Map<String, Object> example(String id, String event, String data) {
    Map<String, Object> example = new LinkedHashMap<>();
    example.put("id", id);
    example.put("event", event);
    example.put("data", data);
    return example;
  }

  private static Schema text() {
    return OASFactory.createSchema().addType(SchemaType.STRING);
  }
}
