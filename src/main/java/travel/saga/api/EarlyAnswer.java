package travel.saga.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** Problems that are told before a resource is reached. */
@Singleton
class EarlyAnswer {
  private final ObjectMapper json;
  private final ProblemView view;

  EarlyAnswer(ObjectMapper json, ProblemView view) {
    this.json = json;
    this.view = view;
  }

  void answer(RoutingContext context, Problem problem) {
    UnreadBody.discardAtEnd(context);
    String page = view.page(problem, context);
    context
        .response()
        .setStatusCode(problem.status())
        .putHeader(
            HttpHeaders.CONTENT_TYPE, page == null ? Problem.MEDIA_TYPE : ProblemView.MEDIA_TYPE)
        .end(page == null ? body(problem) : page);
  }

  private String body(Problem problem) {
    try {
      return json.writeValueAsString(problem);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem can always be written", e);
    }
  }
}
