package travel.saga.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.Sha256;

/**
 * The part of a page that a browser asks for again while something can still change.
 *
 * @param url where it is
 * @param seen what it holds, as a digest: asked for with the same, there is nothing to send; empty
 *     where nobody asks again
 * @param changing whether there is a reason to ask again
 */
record LiveRegion(String url, String seen, boolean changing) {
  /** The value of the parameter {@code part} that asks for the region alone. */
  private static final String PART = "live";

  /** One that nobody asks for. */
  static final LiveRegion AT_REST = new LiveRegion("", "", false);

  private static final int DIGEST_CHARACTERS = 16;

  /**
   * @param page the page's own address
   * @param template the region's content
   */
  static LiveRegion of(
      String page, boolean changing, Function<LiveRegion, TemplateInstance> template) {
    String url = page + (page.contains("?") ? "&" : "?") + "part=" + PART;
    LiveRegion unseen = new LiveRegion(url, "", changing);
    if (!changing) {
      return unseen;
    }
    String digest = Sha256.hex(template.apply(unseen).render().getBytes(UTF_8));
    return new LiveRegion(url, digest.substring(0, DIGEST_CHARACTERS), changing);
  }

  /**
   * The whole page, or the region alone where that is what is asked for, and nothing where the
   * caller has it already.
   *
   * @param part what is asked for
   * @param has what the caller has seen of the region
   */
  Response answer(
      @Nullable String part,
      @Nullable String has,
      Supplier<TemplateInstance> page,
      TemplateInstance region) {
    if (!PART.equals(part)) {
      return Response.ok(page.get()).build();
    }
    return seen.equals(has) ? Response.noContent().build() : Response.ok(region).build();
  }
}
