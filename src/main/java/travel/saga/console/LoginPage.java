package travel.saga.console;

import org.jspecify.annotations.Nullable;

/** The form that asks for the admin token. */
final class LoginPage {
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>Log in – Reservations</title>
      </head>
      <body>
      <main>
      <h1>Reservations</h1>
      %s<form method="post" action="/console/login">
      <p><label for="token">Admin token</label></p>
      <p><input id="token" name="token" type="password" autocomplete="current-password" required autofocus></p>
      <p><button type="submit">Log in</button></p>
      </form>
      </main>
      </body>
      </html>
      """;

  private LoginPage() {}

  /**
   * @param trouble what went wrong before, as HTML
   */
  static String html(@Nullable String trouble) {
    return PAGE.formatted(trouble == null ? "" : "<p role=\"alert\">" + trouble + "</p>\n");
  }
}
