package travel.saga.access;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jboss.resteasy.reactive.server.core.multipart.FormData;
import org.jboss.resteasy.reactive.server.spi.ServerHttpRequest;
import org.jboss.resteasy.reactive.server.spi.ServerHttpRequest.ReadCallback;

/**
 * The form of a request to one of the pages, read into memory as it comes in: no thread waits for
 * it, and no more of it is kept than {@link ConsolePages#FORM_BYTES}, whatever length it announced,
 * if any.
 */
final class ConsoleForm implements ReadCallback {
  private final UniEmitter<? super FormData> form;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private ConsoleForm(UniEmitter<? super FormData> form) {
    this.form = form;
  }

  /** On the event loop. Without fields where it is no form; fails with a 413, or with a 400. */
  static Uni<FormData> read(ServerHttpRequest request) {
    String type = request.getRequestHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || !isForm(type) || request.isRequestEnded()) {
      return Uni.createFrom().item(() -> fields(""));
    }
    return Uni.createFrom().emitter(form -> request.setReadListener(new ConsoleForm(form)));
  }

  private static boolean isForm(String type) {
    return type.strip().toLowerCase(Locale.ROOT).startsWith(MediaType.APPLICATION_FORM_URLENCODED);
  }

  /** Once it has failed nothing changes that any more. */
  @Override
  public void data(ByteBuffer part) {
    byte[] more = new byte[part.remaining()];
    part.get(more);
    if (bytes.size() + more.length > ConsolePages.FORM_BYTES) {
      form.fail(new ClientErrorException(Response.Status.REQUEST_ENTITY_TOO_LARGE));
    } else {
      bytes.writeBytes(more);
    }
  }

  @Override
  public void done() {
    try {
      form.complete(fields(bytes.toString(StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      form.fail(new BadRequestException(e));
    }
  }

  private static FormData fields(String text) {
    FormData fields = new FormData(ConsolePages.FORM_BYTES);
    for (String field : text.split("&")) {
      int end = field.indexOf('=');
      if (end >= 0) {
        fields.add(decoded(field.substring(0, end)), decoded(field.substring(end + 1)));
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
