package travel.saga.acceptance;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a browser had to complain about: errors of scripts, what the Content-Security-Policy
 * forbids, dialogs, requests that fail, that go to another host or are answered with an error. A
 * page that a test asked for may be one that says what went wrong.
 */
final class Complaints {
  /** What it says of an answer with an error, which is judged by the answer. */
  private static final String OF_AN_ANSWER = "Failed to load resource";

  /** A request of a page that was left. */
  private static final String ABORTED = "net::ERR_ABORTED";

  private final List<String> all = new CopyOnWriteArrayList<>();
  private final String base;

  private Complaints(String base) {
    this.base = base;
  }

  static Complaints about(BrowserContext context, String base) {
    var complaints = new Complaints(base);
    context.onConsoleMessage(complaints::console);
    context.onWebError(error -> complaints.add("script: " + error.error()));
    context.onRequest(complaints::request);
    context.onRequestFailed(complaints::failed);
    context.onResponse(complaints::response);
    context.onDialog(
        dialog -> {
          complaints.add("dialog: " + dialog.message());
          dialog.dismiss();
        });
    return complaints;
  }

  List<String> all() {
    return List.copyOf(all);
  }

  private void console(ConsoleMessage message) {
    if (message.type().equals("error") && !message.text().startsWith(OF_AN_ANSWER)) {
      add("console: " + message.text());
    }
  }

  private void request(Request request) {
    if (!request.url().startsWith(base + "/") && !request.url().startsWith("about:")) {
      add("another host: " + request.url());
    }
  }

  private void failed(Request request) {
    if (!ABORTED.equals(request.failure())) {
      add("request: " + request.url() + " " + request.failure());
    }
  }

  private void response(Response response) {
    if (response.status() >= 400 && !response.request().isNavigationRequest()) {
      add("answer: " + response.url() + " " + response.status());
    }
  }

  private void add(String complaint) {
    all.add(complaint);
  }
}
