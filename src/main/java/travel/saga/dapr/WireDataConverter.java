package travel.saga.dapr;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.dapr.durabletask.DataConverter;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.WireFormat;

/** The SDK's inputs and outputs in the format of everything else that is stored. */
final class WireDataConverter implements DataConverter {
  @Override
  public @Nullable String serialize(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    try {
      return WireFormat.MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new DataConverterException("cannot write a " + value.getClass().getName(), e);
    }
  }

  @Override
  public <T> @Nullable T deserialize(@Nullable String data, Class<T> target) {
    if (data == null || data.isEmpty() || target == Void.class) {
      return null;
    }
    try {
      return WireFormat.MAPPER.readValue(data, target);
    } catch (JsonProcessingException e) {
      throw new DataConverterException("cannot read a " + target.getName(), e);
    }
  }
}
