package travel.saga.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import travel.saga.ledger.LedgerRecord.Status;

/** The JSON of the ledger's rows, field by field: stored for years, and free of reflection. */
final class LedgerFormat {
  private static final JsonMapper MAPPER = new JsonMapper();

  private LedgerFormat() {}

  static byte[] record(LedgerRecord record) {
    return bytes(
        MAPPER
            .createObjectNode()
            .put("status", record.status().name())
            .put("resource", record.resource())
            .put("reference", record.reference())
            .put("price", record.price())
            .put("counted", record.counted()));
  }

  static LedgerRecord readRecord(byte[] json) {
    JsonNode row = read(json);
    return new LedgerRecord(
        Status.valueOf(row.required("status").asText()),
        row.required("resource").asText(),
        row.required("reference").asText(),
        row.required("price").asText(),
        row.required("counted").asBoolean());
  }

  static byte[] holders(Set<String> keys) {
    ObjectNode row = MAPPER.createObjectNode();
    ArrayNode array = row.putArray("holders");
    keys.forEach(array::add);
    return bytes(row);
  }

  /** In the order they were written. */
  static Set<String> readHolders(byte[] json) {
    Set<String> keys = new LinkedHashSet<>();
    read(json).required("holders").forEach(key -> keys.add(key.asText()));
    return keys;
  }

  private static byte[] bytes(ObjectNode row) {
    try {
      return MAPPER.writeValueAsBytes(row);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a row of the ledger", e);
    }
  }

  private static JsonNode read(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new IllegalStateException("a row of the ledger is not JSON", e);
    }
  }
}
