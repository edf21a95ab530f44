package travel.saga.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;

/** Reads JSON text and nothing else, without the white space around it. */
class TrimmedText extends StdDeserializer<String> {
  private static final long serialVersionUID = 1L;

  TrimmedText() {
    super(String.class);
  }

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    if (!parser.hasToken(JsonToken.VALUE_STRING)) {
      return context.reportInputMismatch(this, "must be text");
    }
    return parser.getText().strip();
  }
}
