package travel.saga.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import org.jspecify.annotations.Nullable;

/** The target of the link to a page; relative, for only the caller knows our name. */
public final class PageLink {
  private final StringBuilder target;
  private char separator = '?';

  public PageLink(String path) {
    target = new StringBuilder(path);
  }

  /** What is empty is left out. */
  public PageLink with(String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      target.append(separator).append(name).append('=').append(URLEncoder.encode(value, UTF_8));
      separator = '&';
    }
    return this;
  }

  @Override
  public String toString() {
    return target.toString();
  }
}
