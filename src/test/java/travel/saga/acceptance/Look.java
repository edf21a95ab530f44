package travel.saga.acceptance;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;

/**
 * How somebody looks at pages.
 *
 * @param width of the window, in CSS pixels
 */
record Look(ColorScheme scheme, int width, boolean scripts) {
  static final Look USUAL = new Look(ColorScheme.LIGHT, 1280, true);
  private static final int HEIGHT = 900;

  /** The narrowest that a page has to fit into. */
  private static final int NARROW = 360;

  Look dark() {
    return new Look(ColorScheme.DARK, width, scripts);
  }

  Look narrow() {
    return new Look(scheme, NARROW, scripts);
  }

  Look withoutScripts() {
    return new Look(scheme, width, false);
  }

  /** As pictures of it are called. */
  String name() {
    return scheme == ColorScheme.DARK ? "dark" : "light";
  }

  NewContextOptions options() {
    return new NewContextOptions()
        .setColorScheme(scheme)
        .setViewportSize(width, HEIGHT)
        .setJavaScriptEnabled(scripts);
  }
}
