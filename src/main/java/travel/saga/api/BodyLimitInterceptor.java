package travel.saga.api;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Stops reading a body behind {@link BodyLimit#BYTES}, whatever length it announced, if any. Where
 * a body may be left out, one of blanks alone is not left out, and no JSON either.
 */
@Provider
public class BodyLimitInterceptor implements ReaderInterceptor {
  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    byte[] body = context.getInputStream().readNBytes(BodyLimit.BYTES + 1);
    if (body.length > BodyLimit.BYTES) {
      throw new ClientErrorException(Response.Status.REQUEST_ENTITY_TOO_LARGE);
    }
    if (body.length > 0 && new String(body, StandardCharsets.UTF_8).isBlank()) {
      throw new BadRequestException();
    }
    context.setInputStream(new ByteArrayInputStream(body));
    return context.proceed();
  }
}
